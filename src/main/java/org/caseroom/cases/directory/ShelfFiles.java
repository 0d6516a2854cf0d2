package org.caseroom.cases.directory;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.caseroom.base.Problem;
import org.caseroom.cases.file.RoomKind;
import org.caseroom.cases.procedure.ConfigFiles;
import org.caseroom.cases.procedure.YamlLines;
import org.caseroom.identity.AgencyKind;
import org.jspecify.annotations.Nullable;

/** Reads the files of {@code config/directory}, and says in which line one is wrong. */
final class ShelfFiles {
  private final Path file;
  private final YamlLines lines;

  private ShelfFiles(Path file, YamlLines lines) {
    this.file = file;
    this.lines = lines;
  }

  /** One file, and what it says. */
  private record Read<T>(T value, ShelfFiles at) {}

  static Shelf load(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Shelf.EMPTY;
    }
    Read<Shelf.CardSet> cards = read(folder.resolve("cards.yaml"), Shelf.CardSet.class);
    Read<Shelf.LinkSet> links = read(folder.resolve("links.yaml"), Shelf.LinkSet.class);
    Read<Shelf.ServiceSet> services = read(folder.resolve("services.yaml"), Shelf.ServiceSet.class);
    Read<Shelf.Library> library = read(folder.resolve("resources.yaml"), Shelf.Library.class);
    Read<Shelf.RoleSet> roles = read(folder.resolve("roles.yaml"), Shelf.RoleSet.class);
    Read<Shelf.SchoolSet> schools = read(folder.resolve("schools.yaml"), Shelf.SchoolSet.class);
    schools
        .at()
        .known(
            schools.at().unique("/audiences", schools.value().audiences(), Shelf.Kind::id),
            schools.value().annualAudience(),
            "audience",
            "/annual_audience");
    schools.at().unique("/phases", schools.value().phases(), Shelf.Kind::id);
    Set<String> linkIds = links.at().unique("/links", links.value().links(), Shelf.Link::id);
    links(links);
    cards(cards, linkIds);
    services(services, linkIds);
    library(library, linkIds);
    roles(roles);
    return new Shelf(
        cards.value(),
        links.value(),
        services.value(),
        library.value(),
        roles.value(),
        schools.value());
  }

  private static <T extends Record> Read<T> read(Path path, Class<T> type) {
    try {
      String text = Files.readString(path);
      ObjectMapper yaml = ConfigFiles.yaml();
      ShelfFiles at = new ShelfFiles(path, YamlLines.of(yaml, text));
      T value = yaml.readValue(text, type);
      if (value == null) {
        throw at.wrong("", "the file is empty.");
      }
      at.complete(value, "");
      return new Read<>(value, at);
    } catch (IOException e) {
      throw ConfigFiles.wrong(path, e);
    }
  }

  private Problem wrong(String pointer, String what) {
    return ConfigFiles.at(file, lines.at(pointer), what);
  }

  /** Whatever is not marked as nullable has to be there. */
  private void complete(Record part, String pointer) {
    for (RecordComponent component : part.getClass().getRecordComponents()) {
      JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
      String name = named == null ? component.getName() : named.value();
      Object value;
      try {
        value = component.getAccessor().invoke(part);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(part.getClass() + " cannot be looked into", e);
      }
      if (value == null && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        throw wrong(pointer, "'" + name + "' is missing here.");
      }
      if (value instanceof List<?> list) {
        for (int i = 0; i < list.size(); i++) {
          if (list.get(i) instanceof Record inner) {
            complete(inner, pointer + "/" + name + "/" + i);
          }
        }
      }
    }
  }

  private <T> Set<String> unique(String pointer, List<T> list, Function<T, String> id) {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      String each = id.apply(list.get(i));
      if (!ids.add(each)) {
        throw wrong(pointer + "/" + i, "'" + each + "' stands there twice.");
      }
    }
    return ids;
  }

  private void known(Set<String> ids, @Nullable String id, String what, String pointer) {
    if (id != null && !ids.contains(id)) {
      throw wrong(
          pointer,
          "there is no "
              + what
              + " '"
              + id
              + "': use one of "
              + ids.stream().sorted().collect(Collectors.joining(", "))
              + ".");
    }
  }

  private static void links(Read<Shelf.LinkSet> read) {
    List<Shelf.Link> links = read.value().links();
    Set<String> ids = links.stream().map(Shelf.Link::id).collect(Collectors.toSet());
    for (int i = 0; i < links.size(); i++) {
      read.at().known(ids, links.get(i).replacedBy(), "link", "/links/" + i + "/replaced_by");
    }
  }

  private static void cards(Read<Shelf.CardSet> read, Set<String> linkIds) {
    Shelf.CardSet set = read.value();
    Set<String> sources = read.at().unique("/sources", set.sources(), Shelf.CardSource::id);
    read.at().unique("/cards", set.cards(), Shelf.Card::id);
    for (int i = 0; i < set.cards().size(); i++) {
      Shelf.Card card = set.cards().get(i);
      String pointer = "/cards/" + i;
      read.at().known(sources, card.source(), "source", pointer + "/source");
      for (int j = 0; j < card.links().size(); j++) {
        read.at().known(linkIds, card.links().get(j), "link", pointer + "/links/" + j);
      }
      if (card.fromAge() != null && card.toAge() != null && card.toAge() < card.fromAge()) {
        throw read.at().wrong(pointer + "/to_age", "the card ends before it begins.");
      }
    }
  }

  private static void services(Read<Shelf.ServiceSet> read, Set<String> linkIds) {
    Shelf.ServiceSet set = read.value();
    Set<String> kinds = read.at().unique("/kinds", set.kinds(), Shelf.Kind::id);
    read.at().unique("/services", set.services(), Shelf.Service::id);
    for (int i = 0; i < set.services().size(); i++) {
      Shelf.Service service = set.services().get(i);
      read.at().known(kinds, service.kind(), "kind of service", "/services/" + i + "/kind");
      read.at().known(linkIds, service.link(), "link", "/services/" + i + "/link");
    }
  }

  private static void library(Read<Shelf.Library> read, Set<String> linkIds) {
    List<Shelf.Resource> resources = read.value().resources();
    read.at().unique("/resources", resources, Shelf.Resource::id);
    for (int i = 0; i < resources.size(); i++) {
      read.at().known(linkIds, resources.get(i).link(), "link", "/resources/" + i + "/link");
    }
    List<Shelf.Law> sources = read.value().sources();
    read.at().unique("/sources", sources, Shelf.Law::id);
    for (int i = 0; i < sources.size(); i++) {
      read.at().known(linkIds, sources.get(i).link(), "link", "/sources/" + i + "/link");
    }
  }

  private static void roles(Read<Shelf.RoleSet> read) {
    List<Shelf.RoleView> views = read.value().roles();
    Set<String> groups =
        Arrays.stream(AgencyKind.Group.values())
            .map(AgencyKind.Group::word)
            .collect(Collectors.toSet());
    read.at().unique("/roles", views, view -> view.role().word());
    for (int i = 0; i < views.size(); i++) {
      read.at().known(groups, views.get(i).group(), "group of agencies", "/roles/" + i + "/group");
      for (int j = 0; j < views.get(i).rooms().size(); j++) {
        String word = views.get(i).rooms().get(j);
        try {
          RoomKind.of(word);
        } catch (Problem unknown) {
          throw read.at().wrong("/roles/" + i + "/rooms/" + j, unknown.message());
        }
      }
    }
  }
}
