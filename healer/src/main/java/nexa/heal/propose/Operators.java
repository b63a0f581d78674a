package nexa.heal.propose;

import java.util.List;
import java.util.Optional;

/** The repair operators, in the order they are asked. */
final class Operators {

  static final List<RepairOperator> ALL =
      List.of(
          new NullGuardOperator(),
          new NullSafeCallOperator(),
          new MissingEntryOperator(),
          new FieldInitOperator(),
          new ConditionOperator(),
          new BoundsGuardOperator(),
          new OffByOneOperator(),
          new LoopSizedOperator(),
          new MidpointOperator(),
          new WrappedIndexOperator(),
          new LeaveOutOperator(),
          new SafeParseOperator(),
          new WiderNumberOperator(),
          new EmptyGuardOperator(),
          new ZeroGuardOperator(),
          new SameRoundingOperator(),
          new DecimalRoundingOperator(),
          new SafeCastOperator(),
          new MutableCopyOperator(),
          new ModificationOperator(),
          new IteratorRemovalOperator(),
          new BackwardLoopOperator(),
          new SameIdiomOperator(),
          new LiteralTextOperator(),
          new AbsentIndexOperator(),
          new IteratorEndOperator(),
          new ComponentTypeOperator(),
          new StateOperator(),
          new MergedKeyOperator(),
          new PromisedExceptionOperator(),
          new RelaxedCheckOperator(),
          new RecursionOperator(),
          new CycleOperator(),
          new SamePreparationOperator(),
          new SameConditionOperator(),
          new CopiedGuardOperator(),
          new ExceptionContractOperator(),
          new MissingConjunctOperator(),
          new ChangedCallOperator(),
          new NullArgumentOperator(),
          new OtherOperatorOperator(),
          new OtherVariableOperator(),
          new RemovedCheckOperator());

  private Operators() {}

  static Optional<RepairOperator> named(String name) {
    return ALL.stream().filter(operator -> operator.name().equals(name)).findFirst();
  }
}
