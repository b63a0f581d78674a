package nexa.heal.reproduce;

import java.util.Set;

/** A small reflective method that a test carries when nothing public makes the captured state. */
enum Fixture {
  /** Makes an object without a constructor. */
  ALLOCATE(
      Set.of("java.lang.reflect.Field"),
      """
      /** Makes an object as the service held it, past its constructors. */
      private static <T> T allocate(Class<T> type) throws Exception {
      ->Class<?> unsafe = Class.forName("sun.misc.Unsafe");
      ->Field instance = unsafe.getDeclaredField("theUnsafe");
      ->instance.setAccessible(true);
      ->return type.cast(
      ->->->unsafe.getMethod("allocateInstance", Class.class).invoke(instance.get(null), type));
      }
      """),
  /** Sets a private field. */
  SET(
      Set.of("java.lang.reflect.Field"),
      """
      /** Gives a private field the value it had. */
      private static void set(Object target, String name, Object value) throws Exception {
      ->for (Class<?> type = target.getClass(); type != null; type = type.getSuperclass()) {
      ->->for (Field field : type.getDeclaredFields()) {
      ->->->if (field.getName().equals(name)) {
      ->->->->field.setAccessible(true);
      ->->->->field.set(target, value);
      ->->->->return;
      ->->->}
      ->->}
      ->}
      ->throw new NoSuchFieldException(name);
      }
      """),
  /** Reads a private constant. */
  CONSTANT(
      Set.of("java.lang.reflect.Field"),
      """
      /** The value of a private constant. */
      @SuppressWarnings("unchecked")
      private static <T> T constant(Class<?> type, String name) throws Exception {
      ->Field field = type.getDeclaredField(name);
      ->field.setAccessible(true);
      ->return (T) field.get(null);
      }
      """),
  /** Stands in for an object of which only an interface is known. */
  STUB(
      Set.of(
          "java.lang.reflect.Array", "java.lang.reflect.InvocationHandler",
          "java.lang.reflect.Method", "java.lang.reflect.Proxy"),
      """
      /** Stands in for an object that was not captured: every method answers with nothing. */
      private static <T> T stub(Class<T> type) {
      ->InvocationHandler nothing = new InvocationHandler() {
      ->->public Object invoke(Object proxy, Method method, Object[] arguments) {
      ->->->Class<?> answer = method.getReturnType();
      ->->->return answer.isPrimitive() && answer != void.class
      ->->->->->? Array.get(Array.newInstance(answer, 1), 0) : null;
      ->->}
      ->};
      ->return type.cast(
      ->->->Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, nothing));
      }
      """),
  /** Calls a private method. */
  CALL(
      Set.of("java.lang.reflect.InvocationTargetException", "java.lang.reflect.Method"),
      """
      /** Calls a private method. */
      private static Object call(
      ->->Object target, Class<?> type, String name, Class<?>[] parameters, Object[] arguments)
      ->->throws Throwable {
      ->Method method = type.getDeclaredMethod(name, parameters);
      ->method.setAccessible(true);
      ->try {
      ->->return method.invoke(target, arguments);
      ->} catch (InvocationTargetException e) {
      ->->throw e.getCause();
      ->}
      }
      """);

  private final Set<String> imports;
  private final String source;

  Fixture(Set<String> imports, String source) {
    this.imports = imports;
    this.source = source;
  }

  Set<String> imports() {
    return imports;
  }

  /** The method's source, indented by a unit as members are. */
  String source(String unit) {
    StringBuilder out = new StringBuilder();
    source.lines().forEach(line -> out.append(unit).append(line.replace("->", unit)).append('\n'));
    return out.toString();
  }
}
