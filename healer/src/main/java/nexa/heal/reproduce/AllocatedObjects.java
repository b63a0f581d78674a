package nexa.heal.reproduce;

import java.util.Map;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import nexa.event.Value;
import org.jspecify.annotations.Nullable;

/** Writes objects past their constructors, by a reflective fixture: for state no caller can make. */
final class AllocatedObjects {

  private final Symbols symbols;
  private final Imports imports;
  private final CallContext context;
  private final ValueWriter values;
  private final TypeText types;

  AllocatedObjects(Symbols symbols, Imports imports, CallContext context, ValueWriter values) {
    this.symbols = symbols;
    this.imports = imports;
    this.context = context;
    this.values = values;
    this.types = values.types();
  }

  /** An object made past its constructors, every captured field set. */
  String object(
      Value.Instance object, @Nullable TypeElement type, @Nullable TypeMirror expected, String name)
      throws CannotRebuild {
    if (object.type().startsWith("java.")) {
      throw new CannotRebuild("an object of " + object.type());
    }
    values.draft().fixtures.add(Fixture.ALLOCATE);
    values.draft().throwing = true;
    boolean nameable = type != null && symbols.isNameable(type, context.packageName());
    String expectedType = expected == null ? "Object" : types.of(expected).orElse("Object");
    String declared = nameable && type != null ? values.typeOf(object, expected) : expectedType;
    String literal = values.classLiteral(object.type());
    String made = "allocate(" + literal + ")";
    String cast = nameable || declared.equals("Object") ? "" : "(" + declared + ") ";
    String hint =
        type == null || !name.isEmpty()
            ? name : ValueWriter.decapitalised(type.getSimpleName().toString());
    String local =
        values.declare(declared.equals("var") && type != null ? imports.name(type) : declared, hint,
            cast + made, object.id());
    for (Map.Entry<String, Value> field : object.fields().entrySet()) {
      if (!field.getKey().startsWith("java.util.")) {
        allocatedField(local, type, field.getKey(), field.getValue());
      }
    }
    for (Value content : ObjectWriter.inherited(object)) {
      values.fill(local, content);
    }
    return local;
  }

  private void allocatedField(String local, @Nullable TypeElement type, String field, Value value)
      throws CannotRebuild {
    if (Initial.isDefault(value)) {
      return;
    }
    if (field.indexOf('.') >= 0) { // hidden by another of its name, which is set
      values.draft().substituted = true;
      return;
    }
    TypeMirror expected =
        type == null ? null : symbols.field(type, field).map(Element::asType).orElse(null);
    Draft before = values.draft().copy();
    try {
      values.set(local, field, values.expression(value, expected, field));
    } catch (CannotRebuild e) {
      if (context.vital().contains(field)) {
        throw e;
      }
      values.takeBack(before);
      values.draft().substituted = true;
    }
  }
}
