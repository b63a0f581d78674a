package watched;

/** What the tests compile, load and swap. */
public interface Pricing {

  int price(int quantity);
}
