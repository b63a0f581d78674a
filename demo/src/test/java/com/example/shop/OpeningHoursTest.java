package com.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;

class OpeningHoursTest {

  private final OpeningHours hours =
      new OpeningHours(LocalTime.of(9, 0), LocalTime.of(18, 30), DayOfWeek.SUNDAY);

  @Test
  void workday_namesTheHours() {
    assertEquals("09:00-18:30", hours.on(DayOfWeek.MONDAY));
  }

  @Test
  void dayOff_isClosed() {
    assertEquals("closed", hours.on(DayOfWeek.SUNDAY));
    assertFalse(hours.isOpen(DayOfWeek.SUNDAY, LocalTime.NOON));
  }

  @Test
  void closingTime_isClosed() {
    assertTrue(hours.isOpen(DayOfWeek.MONDAY, LocalTime.of(9, 0)));
    assertFalse(hours.isOpen(DayOfWeek.MONDAY, LocalTime.of(18, 30)));
  }
}
