package org.caseroom;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may know whom, and the house rules that can be read off the compiled classes. */
class ArchitectureTest {
  private static final String ROOT = "org.caseroom";

  /** The packages in order, each with those of ours that it may import; ops may import all. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("base", Set.of()),
          Map.entry("mail", Set.of("base")),
          Map.entry("storage", Set.of("base")),
          Map.entry("audit", Set.of("base", "storage")),
          Map.entry("identity", Set.of("base", "storage", "audit")),
          Map.entry("rooms", Set.of("base", "storage", "audit", "identity")),
          Map.entry("cases", Set.of("base", "storage", "audit", "identity", "rooms")),
          Map.entry("bots", Set.of("base", "storage", "audit", "identity", "rooms", "cases")),
          // What leaves the house to people: it looks at all of casework, and says nothing in it.
          Map.entry(
              "notices",
              Set.of("base", "mail", "storage", "audit", "identity", "rooms", "cases", "bots")),
          Map.entry("matrix", Set.of("base", "mail", "storage", "identity", "rooms")),
          Map.entry(
              "web", Set.of("base", "audit", "identity", "rooms", "cases", "bots", "notices")),
          Map.entry("edge", Set.of("base", "identity", "matrix")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  private static final DescribedPredicate<JavaClass> A_DAO =
      new DescribedPredicate<>("a Dao") {
        @Override
        public boolean test(JavaClass type) {
          return isDao(type);
        }
      };

  @TestFactory
  Stream<DynamicTest> packagesImportOnlyWhatTheTableAllows() {
    return MAY_IMPORT.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () -> {
                      List<String> forbidden = new ArrayList<>(MAY_IMPORT.keySet());
                      forbidden.add("ops");
                      forbidden.removeAll(entry.getValue());
                      forbidden.remove(entry.getKey());
                      hold(
                          noClasses()
                              .that()
                              .resideInAPackage(within(entry.getKey()))
                              .should()
                              .dependOnClassesThat()
                              .resideInAnyPackage(
                                  forbidden.stream()
                                      .map(ArchitectureTest::within)
                                      .toArray(String[]::new)));
                    }));
  }

  @Test
  void onlyTheFrontDoorKnowsBuckets() {
    hold(onlyIn("io.github.bucket4j..", "edge"));
  }

  @Test
  void onlyMailKnowsTheMailLibrary() {
    hold(onlyIn("jakarta.mail..", "mail"));
  }

  @Test
  void thereAreNoOtherPackages() {
    List<String> known = new ArrayList<>(MAY_IMPORT.keySet());
    known.add("ops");
    hold(
        classes()
            .should()
            .resideInAnyPackage(
                known.stream().map(ArchitectureTest::within).toArray(String[]::new)));
  }

  @Test
  void packagesDependOnEachOtherInOneDirection() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  /** What a case is made of, then the procedure, then the door, then the parts, then their sum. */
  @Test
  void caseworkIsBuiltInLayers() {
    String cases = ROOT + ".cases";
    List<String> lower = List.of(cases + ".file", cases + ".procedure", cases + ".door");
    for (int i = 0; i < lower.size(); i++) {
      List<String> allowed = lower.subList(0, i + 1);
      hold(
          noClasses()
              .that()
              .resideInAPackage(lower.get(i))
              .should()
              .dependOnClassesThat(
                  resideInAPackage(cases + "..")
                      .and(not(resideInAnyPackage(allowed.toArray(String[]::new))))));
    }
    hold(
        noClasses()
            .that()
            .resideInAPackage(cases + ".(*)..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(cases));
    slices().matching(cases + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  /** The runtime knows no bot, and no bot knows another: each is a package, as each is a folder. */
  @Test
  void aBotKnowsTheRuntimeOnly() {
    String bots = ROOT + ".bots";
    hold(
        noClasses()
            .that()
            .resideInAPackage(bots + ".(*)..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(bots));
    hold(
        noClasses()
            .that()
            .resideInAPackage(bots + ".runtime..")
            .should()
            .dependOnClassesThat(
                resideInAPackage(bots + "..").and(not(resideInAPackage(bots + ".runtime..")))));
    slices()
        .matching(bots + ".(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(DescribedPredicate.alwaysTrue(), resideInAPackage(bots + ".runtime.."))
        .check(CLASSES);
  }

  @Test
  void everyPackageSaysWhatItIsForAndKnowsNoNullByDefault() throws IOException {
    List<String> silent = new ArrayList<>();
    try (Stream<Path> folders = Files.walk(Path.of("src/main/java/org/caseroom"))) {
      for (Path folder : folders.filter(Files::isDirectory).toList()) {
        Path info = folder.resolve("package-info.java");
        if (hasJava(folder) && !(Files.exists(info) && explains(Files.readString(info)))) {
          silent.add(folder.toString());
        }
      }
    }
    assertEquals(List.of(), silent, "packages without an explained, @NullMarked package-info.java");
  }

  private static boolean hasJava(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".java"));
    }
  }

  private static boolean explains(String packageInfo) {
    return packageInfo.contains("@" + NullMarked.class.getSimpleName())
        && packageInfo.indexOf("/**") >= 0
        && packageInfo.indexOf("/**") < packageInfo.indexOf("@NullMarked");
  }

  @Test
  void aDaoIsUsedOnlyInItsOwnPackage() {
    hold(
        classes()
            .that(A_DAO)
            .should(
                new ArchCondition<JavaClass>("be used only in their own package") {
                  @Override
                  public void check(JavaClass dao, ConditionEvents events) {
                    dao.getDirectDependenciesToSelf().stream()
                        .filter(
                            dependency ->
                                !dependency
                                    .getOriginClass()
                                    .getPackageName()
                                    .equals(dao.getPackageName()))
                        .forEach(
                            dependency ->
                                events.add(
                                    SimpleConditionEvent.violated(
                                        dao, dependency.getDescription())));
                  }
                }));
  }

  @Test
  void sqlIsSpokenOnlyInStorageAndInDaos() {
    hold(
        noClasses()
            .that(not(A_DAO).and(not(resideInAPackage(within("storage")))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.jdbi..", "java.sql.."));
  }

  @Test
  void onlyPagesKnowJavalin() {
    hold(onlyIn("io.javalin..", "web", "ops"));
  }

  @Test
  void onlyTheFrontDoorKnowsNetty() {
    hold(
        noClasses()
            .that(not(resideInAnyPackage(within("edge"), within("ops"))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "reactor.."));
  }

  @Test
  void timeComesFromAClockThatWasHandedIn() {
    hold(
        noClasses()
            .should()
            .accessTargetWhere(
                timeCall("now() without a clock", "now", 0)
                    .or(
                        new DescribedPredicate<JavaAccess<?>>("System.currentTimeMillis()") {
                          @Override
                          public boolean test(JavaAccess<?> access) {
                            return access.getTarget().getName().equals("currentTimeMillis");
                          }
                        })));
  }

  @Test
  void theMachinesClockIsPickedUpOnlyWhereThePartsArePutTogether() {
    hold(
        noClasses()
            .that(not(resideInAPackage(within("ops"))))
            .should()
            .accessTargetWhere(
                timeCall("the machine's clock", "system|systemUTC|systemDefaultZone", 1)));
  }

  private static DescribedPredicate<JavaAccess<?>> timeCall(
      String description, String name, int mostParameters) {
    return new DescribedPredicate<>(description) {
      @Override
      public boolean test(JavaAccess<?> access) {
        return access.getTargetOwner().getPackageName().startsWith("java.time")
            && access.getTarget() instanceof CodeUnitAccessTarget method
            && method.getName().matches(name)
            && method.getRawParameterTypes().size() <= mostParameters;
      }
    };
  }

  @Test
  void nothingStaticChanges() {
    hold(
        fields()
            .that()
            .areStatic()
            .and(
                new DescribedPredicate<JavaField>("are written by people") {
                  @Override
                  public boolean test(JavaField field) {
                    // "$" is in names that compilers and template engines make.
                    return !field.getName().contains("$")
                        && !field.getOwner().getPackageName().startsWith(ROOT + ".web.templates");
                  }
                })
            .should()
            .beFinal()
            .andShould(
                new ArchCondition<JavaField>("hold no counter or concurrent map") {
                  @Override
                  public void check(JavaField field, ConditionEvents events) {
                    if (isChangeable(field.getRawType())) {
                      events.add(SimpleConditionEvent.violated(field, field.getDescription()));
                    }
                  }
                }));
  }

  private static boolean isChangeable(JavaClass type) {
    return type.getPackageName().equals("java.util.concurrent.atomic")
        || type.isAssignableTo(ConcurrentMap.class)
        || type.isAssignableTo(ThreadLocal.class)
        // Declared as a class of its own, and not as List, Set or Map, it is there to be changed.
        || (!type.isInterface()
            && (type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class)));
  }

  @Test
  void theAuditLogOnlyGrows() throws IOException {
    // The head says how far the log has grown: it alone moves, and locks.
    Pattern change =
        Pattern.compile("(?<!FOR )\\bUPDATE\\b(?! audit_head\\b)|\\b(DELETE|TRUNCATE|MERGE)\\b");
    Path audit = Path.of("src/main/java/org/caseroom/audit");
    List<Path> changing = new ArrayList<>();
    int seen = 0;
    try (Stream<Path> files = Files.walk(audit)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        seen++;
        if (change.matcher(Files.readString(file)).find()) {
          changing.add(file);
        }
      }
    }
    assertTrue(seen > 0, "the audit package is not where it was");
    assertEquals(List.of(), changing, "SQL that changes or removes what the audit log holds");
  }

  private static ArchRule onlyIn(String library, String... packages) {
    return noClasses()
        .that(
            not(
                resideInAnyPackage(
                    Stream.of(packages).map(ArchitectureTest::within).toArray(String[]::new))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  private static boolean isDao(JavaClass type) {
    String outermost = type.getName().replaceFirst("\\$.*", "");
    return outermost.endsWith("Dao");
  }

  private static String within(String name) {
    return ROOT + "." + name + "..";
  }

  private static void hold(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }
}
