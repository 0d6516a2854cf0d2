package org.caseroom.ops.demo;

import java.time.Instant;
import java.util.function.Consumer;
import org.caseroom.base.ServerName;
import org.caseroom.bots.Bots;
import org.caseroom.cases.CaseWork;
import org.caseroom.identity.Identity;
import org.caseroom.rooms.Rooms;

/** Fills an empty service with the demo. */
public final class Demo {
  /**
   * What the demo is played on.
   *
   * @param setClock sets the service's clock
   */
  public record Stage(
      ServerName server,
      Identity identity,
      Rooms rooms,
      CaseWork cases,
      Bots bots,
      Consumer<Instant> setClock) {}

  private Demo() {}

  /**
   * Plays the demo: the people, the agencies, and the case of Robin up to the day on which his
   * assessment is signed. Afterwards the clock stands a few minutes behind that.
   */
  public static void play(Stage stage) {
    stage.setClock().accept(RobinStory.BEGINNING);
    DemoPeople.agencies(stage.identity().agencies());
    DemoPeople.accounts(stage.identity().accounts());
    new RobinStory(stage).play();
  }
}
