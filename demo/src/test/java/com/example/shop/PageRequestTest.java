package com.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PageRequestTest {

  @Test
  void number_isRead() {
    assertEquals(new PageRequest(3, 5), PageRequest.of("3"));
  }

  @Test
  void blank_isTheFirstPage() {
    assertEquals(1, PageRequest.of(" ").number());
  }

  @Test
  void offset_countsFromTheFirstPage() {
    assertEquals(0, new PageRequest(1, 5).offset());
    assertEquals(10, new PageRequest(3, 5).offset());
  }

  @Test
  void negativePage_startsAtTheBeginning() {
    assertEquals(0, new PageRequest(-4, 5).offset());
  }
}
