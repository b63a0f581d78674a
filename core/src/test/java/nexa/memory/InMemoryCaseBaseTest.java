package nexa.memory;

final class InMemoryCaseBaseTest extends CaseBaseContract {

  @Override
  protected CaseBase empty() {
    return new InMemoryCaseBase();
  }
}
