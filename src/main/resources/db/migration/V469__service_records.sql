-- Records of the service about itself, not of a case: every change stands in the audit log too.

-- The key of an agency's pseudonyms.
CREATE TABLE report_keys (
  agency    VARCHAR(100) PRIMARY KEY,
  key_text  VARCHAR(100) NOT NULL
);

-- The service's review of itself, requirement by requirement.
CREATE TABLE service_ratings (
  agency      VARCHAR(100) NOT NULL,
  requirement INTEGER      NOT NULL,
  body        TEXT         NOT NULL,
  PRIMARY KEY (agency, requirement)
);

-- Samples for audit: what was drawn, from what, and what was found.
CREATE TABLE audit_samples (
  agency VARCHAR(100) NOT NULL,
  number INTEGER      NOT NULL,
  body   TEXT         NOT NULL,
  PRIMARY KEY (agency, number)
);

-- Who has confirmed that they read which version of the procedure.
CREATE TABLE policy_receipts (
  user_id      VARCHAR(255) NOT NULL,
  procedure_id VARCHAR(100) NOT NULL,
  version      VARCHAR(60)  NOT NULL,
  read_at      BIGINT       NOT NULL,
  PRIMARY KEY (user_id, procedure_id, version)
);
