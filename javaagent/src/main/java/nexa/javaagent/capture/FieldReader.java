package nexa.javaagent.capture;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import nexa.javaagent.Modules;
import org.jspecify.annotations.Nullable;

/** Finds the readable instance fields of classes, opening a package to the agent where needed. */
final class FieldReader {

  private final @Nullable Instrumentation instrumentation;

  private final ClassValue<Shape> shapes =
      new ClassValue<Shape>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return shape(type);
        }
      };

  FieldReader(@Nullable Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** The instance fields of a class that is not the JDK's, superclasses first. */
  Shape fields(Class<?> type) {
    return shapes.get(type);
  }

  /** One private field of a JDK object. */
  @Nullable Object read(Object owner, String name) throws Exception {
    for (Class<?> c = owner.getClass(); c != null; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (field.getName().equals(name) && !Modifier.isStatic(field.getModifiers())) {
          access(field);
          return field.get(owner);
        }
      }
    }
    throw new NoSuchFieldException(name);
  }

  private Shape shape(Class<?> type) {
    List<Field> fields = new ArrayList<Field>();
    try {
      for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
        List<Field> own = new ArrayList<Field>();
        for (Field field : c.getDeclaredFields()) {
          if (Modifier.isStatic(field.getModifiers())) {
            continue;
          }
          if (!AppCode.isJdk(c)) {
            access(field);
            own.add(field);
          } else if (!Modifier.isTransient(field.getModifiers())) {
            return new Shape(new Field[0], "extends " + c.getName());
          }
        }
        fields.addAll(0, own);
      }
      return new Shape(fields.toArray(new Field[0]), null);
    } catch (Throwable t) { // a class that does not link, or a package that stays closed
      return new Shape(new Field[0], "not accessible");
    }
  }

  private void access(Field field) throws Exception {
    try {
      field.setAccessible(true);
    } catch (RuntimeException e) { // InaccessibleObjectException: the package is not open
      if (instrumentation == null) {
        throw e;
      }
      Modules.open(instrumentation, field.getDeclaringClass());
      field.setAccessible(true);
    }
  }

  /** The fields of a class, or why its objects cannot be captured. */
  static final class Shape {
    final Field[] fields;
    final @Nullable String refusal;

    Shape(Field[] fields, @Nullable String refusal) {
      this.fields = fields;
      this.refusal = refusal;
    }
  }
}
