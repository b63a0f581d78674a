package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts that were written and then forgotten: each must be named where Nexa is put together. */
final class WiringTest {

  private static final JavaClasses NEXA =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("nexa");

  /** Parts that another part names, each with the reason. */
  private static final Map<String, String> NAMED_ELSEWHERE =
      Map.of(
          "nexa.agent.flow.MemoryJournal",
          "a one-shot run and no daemon keeps its journal in memory");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nexa.agent.notify.Messenger",
        "nexa.event.Collector",
        "nexa.event.EventSink",
        "nexa.memory.CaseBase",
        "nexa.repair.Applier",
        "nexa.repair.Journal",
        "nexa.repair.Locator",
        "nexa.repair.Planner",
        "nexa.repair.Proposer",
        "nexa.repair.Publisher",
        "nexa.repair.Reproducer",
        "nexa.repair.Swapper",
        "nexa.repair.Verifier"
      })
  void everyStage_isWired(String stage) {
    Set<String> named = namedBy("nexa.agent.Wiring", "nexa.agent.Daemon");
    assertThat(implementations(stage))
        .isNotEmpty()
        .filteredOn(part -> !NAMED_ELSEWHERE.containsKey(part))
        .allMatch(named::contains, "named in Wiring or Daemon");
  }

  @Test
  void everyRepairOperator_isAsked() {
    assertThat(implementations("nexa.heal.propose.RepairOperator"))
        .isNotEmpty()
        .allMatch(namedBy("nexa.heal.propose.Operators")::contains, "named in Operators");
  }

  @Test
  void partNamedElsewhere_exists() {
    assertThat(NAMED_ELSEWHERE.keySet()).allMatch(NEXA::contain, "exists");
  }

  /** The concrete top-level classes of a type: a nested or local one is named by what holds it. */
  private static List<String> implementations(String type) {
    return NEXA.get(type).getAllSubclasses().stream()
        .filter(part -> !part.isInterface() && part.isTopLevelClass())
        .filter(part -> !part.getModifiers().contains(JavaModifier.ABSTRACT))
        .map(JavaClass::getName)
        .sorted()
        .toList();
  }

  private static Set<String> namedBy(String... types) {
    return List.of(types).stream()
        .flatMap(type -> NEXA.get(type).getDirectDependenciesFromSelf().stream())
        .map(Dependency::getTargetClass)
        .map(JavaClass::getName)
        .collect(Collectors.toSet());
  }
}
