package nexa.event;

/** The language, or family of languages, whose runtime printed a stack trace. */
public enum Language {
  /** Java and what prints like it: Kotlin, Scala, Groovy, Clojure. */
  JAVA,
  PYTHON,
  /** Node.js, Deno, Bun and browsers built on V8. */
  JAVASCRIPT,
  GO,
  /** C#, F# and Visual Basic on .NET, .NET Framework and Mono. */
  DOTNET,
  RUBY,
  PHP
}
