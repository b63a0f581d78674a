package nexa.repair;

/** A plan carried out: the commit and the branch that holds it. */
public record Change(String branch, String commit) {}
