package com.example.shop;

import java.time.LocalDate;

/** An order that has been placed. */
public record Order(String number, String customerId, int totalCents, LocalDate placedOn) {}
