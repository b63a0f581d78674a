package com.example.shop;

import java.time.DayOfWeek;
import java.time.LocalTime;

/** When the shop in town is open. */
public record OpeningHours(LocalTime opens, LocalTime closes, DayOfWeek dayOff) {

  public String on(DayOfWeek day) {
    return day == dayOff ? "closed" : opens + "-" + closes;
  }

  public boolean isOpen(DayOfWeek day, LocalTime time) {
    return day != dayOff && !time.isBefore(opens) && time.isBefore(closes);
  }
}
