package nexa.javaagent.capture;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import nexa.javaagent.Modules;
import org.jspecify.annotations.Nullable;

/** Finds the readable instance fields of classes, opening a package to the agent where needed. */
final class FieldReader {

  private static final int CONSTANTS_MAX = 200;

  private final @Nullable Instrumentation instrumentation;
  private final AppCode app;

  private final ClassValue<Shape> shapes =
      new ClassValue<Shape>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return shape(type);
        }
      };

  private final ClassValue<List<Field>> constants =
      new ClassValue<List<Field>>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
          return constantsOf(type);
        }
      };

  FieldReader(@Nullable Instrumentation instrumentation, AppCode app) {
    this.instrumentation = instrumentation;
    this.app = app;
  }

  /** The fields by which an object of a class is known, superclasses first. */
  Shape fields(Class<?> type) {
    return shapes.get(type);
  }

  /**
   * The static field of an object's own class, or of a superclass, that holds it, as {@code
   * class#field}; null when none does, or when the object may have changed since it was made.
   */
  @Nullable String constant(Object value) {
    for (Field field : constants.get(value.getClass())) {
      try {
        if (field.get(null) == value) {
          return field.getDeclaringClass().getName() + "#" + field.getName();
        }
      } catch (Throwable t) { // closed again, or a class that failed to initialise
        return null;
      }
    }
    return null;
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
    Class<?> container = null;
    try {
      if (AppCode.isLibrary(type.getName()) && !app.contains(type.getName())) {
        return new Shape("library object");
      }
      for (Class<?> c = type; c != null && c != Object.class && container == null;
          c = c.getSuperclass()) {
        if (AppCode.isJdk(c) && ExtendedContainers.isReadable(c)) {
          container = c;
        } else {
          String refusal = add(type, c, fields);
          if (refusal != null) {
            return new Shape(refusal);
          }
        }
      }
      return new Shape(fields.toArray(new Field[0]), container);
    } catch (Throwable t) { // a class that does not link, or a package that stays closed
      return new Shape("not accessible");
    }
  }

  /** Adds the fields that one class declares in front; or says why none can be had. */
  private @Nullable String add(Class<?> type, Class<?> declaring, List<Field> fields)
      throws Exception {
    List<Field> own = new ArrayList<Field>();
    Set<String> known = AppCode.isJdk(declaring) ? JdkObjects.fields(declaring) : null;
    for (Field field : declaring.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        continue;
      }
      if (known == null ? !AppCode.isJdk(declaring) : known.contains(field.getName())) {
        access(field);
        own.add(field);
      } else if (known == null && !Modifier.isTransient(field.getModifiers())) {
        return declaring == type ? "JDK object" : "extends " + declaring.getName();
      }
    }
    fields.addAll(0, own);
    return null;
  }

  private List<Field> constantsOf(Class<?> type) {
    List<Field> found = new ArrayList<Field>();
    try {
      for (Class<?> c = type; c != null && !AppCode.isJdk(c); c = c.getSuperclass()) {
        for (Field field : c.getDeclaredFields()) {
          if ((field.getModifiers()
              & (Modifier.STATIC | Modifier.FINAL | Modifier.TRANSIENT)) == 0) {
            return new ArrayList<Field>();
          }
          if (Modifier.isStatic(field.getModifiers())
              && field.getType().isAssignableFrom(type)
              && field.getType() != Object.class
              && found.size() < CONSTANTS_MAX) {
            access(field);
            found.add(field);
          }
        }
      }
    } catch (Throwable t) { // a class that does not link, or a package that stays closed
      found.clear();
    }
    return found;
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

    /** The JDK's collection or map that the class extends, or null. */
    final @Nullable Class<?> container;

    final @Nullable String refusal;

    private Shape(Field[] fields, @Nullable Class<?> container) {
      this.fields = fields;
      this.container = container;
      this.refusal = null;
    }

    private Shape(String refusal) {
      this.fields = new Field[0];
      this.container = null;
      this.refusal = refusal;
    }
  }
}
