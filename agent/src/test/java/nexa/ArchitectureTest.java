package nexa;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of imports: who may know whom. */
final class ArchitectureTest {

  /** Each package of core may import those before it. */
  private static final List<String> CORE =
      List.of("nexa.event", "nexa.issue", "nexa.patch", "nexa.memory", "nexa.repair");

  private static final JavaClasses NEXA =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("nexa");

  @Test
  void everyModule_isSeen() {
    assertThat(NEXA.stream().map(type -> type.getPackageName()))
        .contains("nexa.event", "nexa.collect", "nexa.heal.source", "nexa.agent.systemd");
  }

  @Test
  void core_importsOnlyLeftward() {
    for (int i = 0; i < CORE.size(); i++) {
      noClasses()
          .that()
          .resideInAPackage(CORE.get(i))
          .should()
          .dependOnClassesThat(
              resideInAPackage("nexa..")
                  .and(not(resideInAnyPackage(CORE.subList(0, i + 1).toArray(String[]::new)))))
          .check(NEXA);
    }
  }

  @Test
  void core_usesNoLibrary() {
    classes()
        .that()
        .resideInAnyPackage(CORE.toArray(String[]::new))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("nexa..", "java..", "org.jspecify.annotations")
        .check(NEXA);
  }

  @ParameterizedTest
  @CsvSource({
    "nexa.collect.., nexa.heal..",
    "nexa.collect.., nexa.agent..",
    "nexa.heal..,    nexa.collect..",
    "nexa.heal..,    nexa.agent..",
    "nexa..,         nexa.javaagent.."
  })
  void module_doesNotKnow(String module, String other) {
    noClasses()
        .that(resideInAPackage(module).and(not(resideInAPackage(other))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(other)
        .check(NEXA);
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching("nexa.(**)").should().beFreeOfCycles().check(NEXA);
  }

  @Test
  void textFromOutside_meetsNoRegularExpression() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.regex")
        .orShould()
        .callMethod(String.class, "matches", String.class)
        .orShould()
        .callMethod(String.class, "replaceAll", String.class, String.class)
        .orShould()
        .callMethod(String.class, "replaceFirst", String.class, String.class)
        .because("a crafted log line could make backtracking take forever")
        .check(NEXA);
  }

  @Test
  void everyPackage_isNullMarked() {
    assertThat(NEXA.getDefaultPackage().getPackage("nexa").getSubpackagesInTree())
        .filteredOn(part -> !part.getClasses().isEmpty())
        .allMatch(part -> part.isAnnotatedWith(NullMarked.class), "@NullMarked");
  }
}
