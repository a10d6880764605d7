-- The tables of an Antenna database that its exports read, with Antenna's names. `IF NOT EXISTS`: run it as often as you like.

CREATE TABLE IF NOT EXISTS users_user (
  id    bigserial PRIMARY KEY,
  name  varchar(255) NOT NULL DEFAULT '',
  email varchar(254) NOT NULL UNIQUE
);

CREATE TABLE IF NOT EXISTS main_project (
  id            bigserial PRIMARY KEY,
  name          varchar(255) NOT NULL,
  description   text NOT NULL DEFAULT '',
  owner_id      bigint REFERENCES users_user,
  draft         boolean NOT NULL DEFAULT false,
  license       varchar(255) NOT NULL DEFAULT '',
  rights_holder varchar(255) NOT NULL DEFAULT '',
  default_filters_score_threshold double precision NOT NULL DEFAULT 0.0,
  created_at    timestamp NOT NULL DEFAULT now(),
  updated_at    timestamp NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS main_site (
  id          bigserial PRIMARY KEY,
  name        varchar(255) NOT NULL,
  description text NOT NULL DEFAULT '',
  project_id  bigint REFERENCES main_project
);

CREATE TABLE IF NOT EXISTS main_deployment (
  id               bigserial PRIMARY KEY,
  name             varchar(255) NOT NULL,
  description      text NOT NULL DEFAULT '',
  latitude         double precision,
  longitude        double precision,
  project_id       bigint REFERENCES main_project,
  research_site_id bigint REFERENCES main_site,
  created_at       timestamp NOT NULL DEFAULT now(),
  updated_at       timestamp NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS main_event (
  id             bigserial PRIMARY KEY,
  group_by       varchar(255) NOT NULL DEFAULT '',
  "start"        timestamp NOT NULL,
  "end"          timestamp,
  project_id     bigint REFERENCES main_project,
  deployment_id  bigint REFERENCES main_deployment,
  captures_count integer,
  created_at     timestamp NOT NULL DEFAULT now(),
  updated_at     timestamp NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS main_taxon (
  id             bigserial PRIMARY KEY,
  name           varchar(255) NOT NULL UNIQUE,
  rank           varchar(255) NOT NULL DEFAULT 'SPECIES',
  parent_id      bigint REFERENCES main_taxon,
  parents_json   jsonb NOT NULL DEFAULT '[]',
  common_name_en varchar(255),
  gbif_taxon_key bigint,
  author         varchar(255) NOT NULL DEFAULT ''
);

CREATE TABLE IF NOT EXISTS main_project_default_filters_include_taxa (
  id         bigserial PRIMARY KEY,
  project_id bigint NOT NULL REFERENCES main_project,
  taxon_id   bigint NOT NULL REFERENCES main_taxon
);

CREATE TABLE IF NOT EXISTS main_project_default_filters_exclude_taxa (
  id         bigserial PRIMARY KEY,
  project_id bigint NOT NULL REFERENCES main_project,
  taxon_id   bigint NOT NULL REFERENCES main_taxon
);

CREATE TABLE IF NOT EXISTS main_taxalist (
  id          bigserial PRIMARY KEY,
  name        varchar(255) NOT NULL,
  description text NOT NULL DEFAULT ''
);

CREATE TABLE IF NOT EXISTS main_taxalist_taxa (
  id          bigserial PRIMARY KEY,
  taxalist_id bigint NOT NULL REFERENCES main_taxalist,
  taxon_id    bigint NOT NULL REFERENCES main_taxon
);

CREATE TABLE IF NOT EXISTS main_taxalist_projects (
  id          bigserial PRIMARY KEY,
  taxalist_id bigint NOT NULL REFERENCES main_taxalist,
  project_id  bigint NOT NULL REFERENCES main_project
);

CREATE TABLE IF NOT EXISTS main_sourceimage (
  id              bigserial PRIMARY KEY,
  path            varchar(255) NOT NULL DEFAULT '',
  public_base_url varchar(255),
  "timestamp"     timestamp,
  width           integer,
  height          integer,
  project_id      bigint REFERENCES main_project,
  deployment_id   bigint REFERENCES main_deployment,
  event_id        bigint REFERENCES main_event
);

CREATE TABLE IF NOT EXISTS main_sourceimagecollection (
  id          bigserial PRIMARY KEY,
  name        varchar(255) NOT NULL,
  description text NOT NULL DEFAULT '',
  project_id  bigint NOT NULL REFERENCES main_project
);

CREATE TABLE IF NOT EXISTS main_sourceimagecollection_images (
  id                       bigserial PRIMARY KEY,
  sourceimagecollection_id bigint NOT NULL REFERENCES main_sourceimagecollection,
  sourceimage_id           bigint NOT NULL REFERENCES main_sourceimage
);

CREATE TABLE IF NOT EXISTS ml_algorithm (
  id           bigserial PRIMARY KEY,
  name         varchar(255) NOT NULL,
  key          varchar(255) NOT NULL UNIQUE,
  task_type    varchar(255),
  version      integer NOT NULL DEFAULT 1,
  version_name varchar(255)
);

CREATE TABLE IF NOT EXISTS main_occurrence (
  id                  bigserial PRIMARY KEY,
  determination_id    bigint REFERENCES main_taxon,
  determination_score double precision,
  event_id            bigint REFERENCES main_event,
  deployment_id       bigint REFERENCES main_deployment,
  project_id          bigint REFERENCES main_project,
  created_at          timestamp NOT NULL DEFAULT now(),
  updated_at          timestamp NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS main_detection (
  id                     bigserial PRIMARY KEY,
  source_image_id        bigint NOT NULL REFERENCES main_sourceimage,
  occurrence_id          bigint REFERENCES main_occurrence,
  bbox                   jsonb,
  "timestamp"            timestamp,
  path                   varchar(255),
  detection_algorithm_id bigint REFERENCES ml_algorithm,
  detection_score        double precision
);

CREATE TABLE IF NOT EXISTS main_classification (
  id           bigserial PRIMARY KEY,
  detection_id bigint REFERENCES main_detection,
  taxon_id     bigint REFERENCES main_taxon,
  algorithm_id bigint REFERENCES ml_algorithm,
  score        double precision,
  terminal     boolean NOT NULL DEFAULT true,
  "timestamp"  timestamp NOT NULL,
  created_at   timestamp NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS main_identification (
  id                            bigserial PRIMARY KEY,
  user_id                       bigint REFERENCES users_user,
  taxon_id                      bigint REFERENCES main_taxon,
  occurrence_id                 bigint NOT NULL REFERENCES main_occurrence,
  withdrawn                     boolean NOT NULL DEFAULT false,
  agreed_with_identification_id bigint REFERENCES main_identification,
  agreed_with_prediction_id     bigint REFERENCES main_classification,
  comment                       text NOT NULL DEFAULT '',
  created_at                    timestamp NOT NULL DEFAULT now(),
  updated_at                    timestamp NOT NULL DEFAULT now()
);

CREATE INDEX IF NOT EXISTS occurrence_project ON main_occurrence (project_id, id);
CREATE INDEX IF NOT EXISTS occurrence_event ON main_occurrence (event_id);
CREATE INDEX IF NOT EXISTS detection_occurrence ON main_detection (occurrence_id);
CREATE INDEX IF NOT EXISTS detection_capture ON main_detection (source_image_id);
CREATE INDEX IF NOT EXISTS classification_detection ON main_classification (detection_id);
CREATE INDEX IF NOT EXISTS identification_occurrence ON main_identification (occurrence_id);
CREATE INDEX IF NOT EXISTS collection_images ON main_sourceimagecollection_images (sourceimagecollection_id, sourceimage_id);
CREATE INDEX IF NOT EXISTS image_collections ON main_sourceimagecollection_images (sourceimage_id);
