package com.example.shop;

/** A registered customer. */
public record Customer(String id, String name, String country, int points) {}
