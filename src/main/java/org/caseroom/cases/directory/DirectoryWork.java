package org.caseroom.cases.directory;

import org.caseroom.audit.AuditLog;
import org.caseroom.base.UserId;
import org.caseroom.cases.door.Desk;
import org.caseroom.identity.Agencies;

/** The directory, put together: what pages, the API and the command line use. */
public final class DirectoryWork {
  private final AgencyDirectory agencyDirectory;
  private final Links links;
  private final Cards cards;
  private final SupportServices services;
  private final VirtualSchools virtualSchools;
  private final Readiness readiness;
  private final Schools schools;
  private final Informing informing;

  /**
   * Opens the directory.
   *
   * @param shelf what comes with the house
   * @param service the house's own user
   */
  public DirectoryWork(Desk desk, Agencies agencies, AuditLog audit, Shelf shelf, UserId service) {
    Ledger ledger = Ledger.of(desk, agencies, service);
    this.agencyDirectory = new AgencyDirectory(shelf, desk, agencies);
    this.links = new Links(shelf, ledger);
    this.cards = new Cards(shelf, ledger, links);
    this.services = new SupportServices(shelf, ledger, links);
    this.virtualSchools = new VirtualSchools(shelf, ledger, desk, agencies);
    this.readiness = new Readiness(shelf, ledger, desk, agencies, links, virtualSchools);
    this.schools = new Schools(desk, agencies, audit);
    this.informing = new Informing(shelf, ledger, desk, agencies, audit);
  }

  /** Agencies and roles. */
  public AgencyDirectory agencies() {
    return agencyDirectory;
  }

  /** The register of links. */
  public Links links() {
    return links;
  }

  /** The answer cards. */
  public Cards cards() {
    return cards;
  }

  /** Services and the library. */
  public SupportServices services() {
    return services;
  }

  /** Virtual schools. */
  public VirtualSchools virtualSchools() {
    return virtualSchools;
  }

  /** The child's school, and the virtual school of its area. */
  public Schools schools() {
    return schools;
  }

  /** What a family has to be told, and what of the core offer they were given. */
  public Informing informing() {
    return informing;
  }

  /** What is missing before an agency can go live. */
  public Readiness readiness() {
    return readiness;
  }
}
