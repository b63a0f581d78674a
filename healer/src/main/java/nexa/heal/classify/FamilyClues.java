package nexa.heal.classify;

import static nexa.issue.Category.CAPACITY;
import static nexa.issue.Category.CONCURRENCY;
import static nexa.issue.Category.CONFIGURATION;
import static nexa.issue.Category.CONTRACT;
import static nexa.issue.Category.DATA;
import static nexa.issue.Category.DOWNSTREAM;
import static nexa.issue.Category.PARSE;
import static nexa.issue.Category.RESOURCE;
import static nexa.issue.Category.SECURITY;
import static nexa.issue.Classification.Fault.CODE;
import static nexa.issue.Classification.Fault.OUTSIDE;
import static nexa.issue.Classification.Fault.UNSURE;

import java.util.List;
import java.util.Optional;
import nexa.issue.Category;
import nexa.issue.Classification.Fault;

/**
 * What the package of an exception says that no other table knows: a library of mail fails mostly as
 * its server does. The weakest of the rules.
 */
final class FamilyClues {

  /** The first row that fits counts, so a package stands before those around it. */
  private static final List<Row> ROWS =
      List.of(
          new Row(SECURITY, OUTSIDE, 0.68, "org.springframework.security.", "java.security.",
              "javax.crypto.", "javax.security.", "javax.net.ssl.", "io.jsonwebtoken.",
              "com.auth0.", "com.nimbusds.", "org.bouncycastle.", "org.keycloak.",
              "org.apache.shiro.", "jwt.exceptions."),
          new Row(CONFIGURATION, OUTSIDE, 0.66, "org.springframework.beans.",
              "org.springframework.boot.", "org.springframework.context.", "org.flywaydb.",
              "liquibase.", "com.typesafe.config.", "io.smallrye.config.",
              "io.quarkus.runtime.configuration.", "io.micronaut.context.", "com.google.inject.",
              "org.jboss.weld.", "javax.naming.", "org.apache.kafka.common.config.", "java.lang.module.",
              "Microsoft.Extensions.", "django.core.management."),
          new Row(PARSE, UNSURE, 0.66, "com.fasterxml.jackson.", "tools.jackson.",
              "com.google.gson.", "com.google.protobuf.", "org.yaml.", "org.xml.", "javax.xml.",
              "jakarta.xml.", "org.apache.avro.", "java.util.zip.", "java.text.", "java.time.format.",
              "io.netty.handler.codec.", "org.apache.poi.", "org.apache.commons.csv.", "com.opencsv.",
              "org.antlr.", "Newtonsoft.", "json.", "org.json.", "java.nio.charset.", "org.jsoup.",
              "com.google.zxing.", "org.apache.pdfbox.", "org.apache.tika."),
          new Row(DATA, OUTSIDE, 0.66, "jakarta.validation.", "javax.validation.",
              "org.hibernate.validator.", "org.springframework.web.bind.", "pydantic",
              "org.springframework.validation."),
          new Row(CONTRACT, CODE, 0.6, "org.hibernate.", "org.springframework.data.", "jakarta.persistence.",
              "javax.persistence.", "org.apache.ibatis.", "org.jooq.", "org.thymeleaf.",
              "java.lang.reflect.", "java.lang.invoke.", "org.springframework.expression.",
              "org.springframework.messaging.", "java.beans.", "org.mockito."),
          new Row(DOWNSTREAM, OUTSIDE, 0.66, "org.springframework.web.client.",
              "org.springframework.web.reactive.function.client.", "org.apache.http.", "org.apache.hc.",
              "okhttp3.", "retrofit2.", "feign.", "io.grpc.", "jakarta.mail.", "javax.mail.",
              "org.springframework.mail.", "org.springframework.amqp.", "com.rabbitmq.", "javax.jms.",
              "jakarta.jms.", "redis.", "io.lettuce.", "com.mongodb.", "com.datastax.",
              "org.elasticsearch.", "co.elastic.", "software.amazon.", "com.amazonaws.", "com.azure.",
              "com.google.cloud.", "org.apache.kafka.", "org.apache.zookeeper.", "org.apache.curator.",
              "org.eclipse.aether.", "com.jcraft.jsch.", "org.apache.sshd.", "java.rmi.", "java.net.",
              "com.microsoft.azure.", "org.springframework.ws.", "requests.", "urllib3.", "aiohttp.",
              "httpx.", "botocore.", "System.Net."),
          new Row(CAPACITY, UNSURE, 0.6, "com.zaxxer.hikari.", "org.apache.commons.pool",
              "org.apache.commons.dbcp", "io.github.resilience4j."),
          new Row(RESOURCE, UNSURE, 0.6, "java.nio.file.", "org.apache.lucene.store.", "System.IO."),
          new Row(CONCURRENCY, UNSURE, 0.55, "java.util.concurrent.", "org.redisson.",
              "System.Threading."));

  private FamilyClues() {}

  private record Row(Category category, Fault fault, double strength, List<String> packages) {
    Row(Category category, Fault fault, double strength, String... packages) {
      this(category, fault, strength, List.of(packages));
    }
  }

  /** What the package of an exception says. */
  static Optional<Clue> of(String type) {
    for (Row row : ROWS) {
      for (String start : row.packages()) {
        if (type.startsWith(start)) {
          String why = "what is thrown by " + start + " is mostly of this kind";
          return Optional.of(new Clue(row.category(), row.fault(), row.strength(), why));
        }
      }
    }
    return Optional.empty();
  }
}
