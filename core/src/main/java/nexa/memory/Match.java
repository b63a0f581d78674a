package nexa.memory;

/** A remembered case and how alike it is, from 0 to 1. */
public record Match(Case past, double score) {}
