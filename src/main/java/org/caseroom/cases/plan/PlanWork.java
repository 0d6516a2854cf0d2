package org.caseroom.cases.plan;

import org.caseroom.cases.door.Desk;

/** The services of this part: what pages, API and bots use. */
public final class PlanWork {
  private final Plans plans;
  private final Funds funds;
  private final Money money;
  private final Reviews reviews;
  private final Closures closures;
  private final PlanViews views;

  /** Makes them all. */
  public PlanWork(Desk desk) {
    this.plans = new Plans(desk);
    this.funds = new Funds(desk);
    this.money = new Money(desk);
    this.reviews = new Reviews(desk);
    this.closures = new Closures(desk);
    this.views = new PlanViews(desk);
  }

  /** The plan and the least offer. */
  public Plans plans() {
    return plans;
  }

  /** Applications to funds. */
  public Funds funds() {
    return funds;
  }

  /** Personal budgets and financial support. */
  public Money money() {
    return money;
  }

  /** Reviews of the plan. */
  public Reviews reviews() {
    return reviews;
  }

  /** The closure form and feedback. */
  public Closures closures() {
    return closures;
  }

  /** All of it, for readers. */
  public PlanViews views() {
    return views;
  }
}
