import { PROJECT } from "./large-season.js";

const COLUMNS = `o.id, o.event_id, e.group_by as event_name, o.deployment_id, d.name as deployment_name, o.project_id,
  p.name as project_name, o.determination_id, t.name as determination_name, o.determination_score,
  case when i.id is null then 'False' else 'True' end as verification_status, bt.name as best_machine_prediction_name,
  ba.name as best_machine_prediction_algorithm, b.score as best_machine_prediction_score, iu.name as verified_by,
  coalesce(c.participants, 0) as participant_count, aa.name as agreed_with_algorithm, '' as agreed_with_user,
  t.id = b.taxon_id as determination_matches_machine_prediction, coalesce(x.detections, 0) as detections_count,
  x.first::text as first_appearance_timestamp, x.last::text as last_appearance_timestamp,
  (x.last - x.first)::text as duration, bd.path as best_detection_url`;

const NAMES = `main_occurrence o
  left join main_event e on e.id = o.event_id
  left join main_deployment d on d.id = o.deployment_id
  left join main_project p on p.id = o.project_id
  left join main_taxon t on t.id = o.determination_id`;

const OF_BEST = `left join main_taxon bt on bt.id = b.taxon_id
  left join ml_algorithm ba on ba.id = b.algorithm_id
  left join users_user iu on iu.id = i.user_id
  left join main_classification ac on ac.id = i.agreed_with_prediction_id
  left join ml_algorithm aa on aa.id = ac.algorithm_id`;

/** What a team writes first: one statement, in which lateral joins look up what belongs to each occurrence. */
export const BY_HAND = `select ${COLUMNS} from ${NAMES}
  left join lateral (
    select count(*) as detections, min(s.timestamp) as first, max(s.timestamp) as last
    from main_detection m join main_sourceimage s on s.id = m.source_image_id where m.occurrence_id = o.id
  ) x on true
  left join lateral (
    select q.taxon_id, q.algorithm_id, q.score from main_classification q join main_detection m on m.id = q.detection_id
    where m.occurrence_id = o.id order by q.terminal desc, q.score desc nulls last, q.id limit 1
  ) b on true
  left join lateral (
    select m.path from main_detection m where m.occurrence_id = o.id order by m.detection_score desc nulls last, m.id limit 1
  ) bd on true
  left join lateral (
    select n.id, n.user_id, n.agreed_with_prediction_id from main_identification n
    where n.occurrence_id = o.id and not n.withdrawn order by n.created_at desc, n.id desc limit 1
  ) i on true
  left join lateral (
    select count(distinct n.user_id) as participants from main_identification n where n.occurrence_id = o.id and not n.withdrawn
  ) c on true
  ${OF_BEST}
  where o.project_id = ${PROJECT} order by o.id`;

/** The same columns from joins of whole sets: the least work that one backend of the database can do. */
export const SET_BASED = `select ${COLUMNS} from ${NAMES}
  left join (
    select m.occurrence_id, count(*) as detections, min(s.timestamp) as first, max(s.timestamp) as last
    from main_detection m join main_sourceimage s on s.id = m.source_image_id group by m.occurrence_id
  ) x on x.occurrence_id = o.id
  left join (
    select distinct on (m.occurrence_id) m.occurrence_id, q.taxon_id, q.algorithm_id, q.score
    from main_classification q join main_detection m on m.id = q.detection_id
    order by m.occurrence_id, q.terminal desc, q.score desc nulls last, q.id
  ) b on b.occurrence_id = o.id
  left join (
    select distinct on (m.occurrence_id) m.occurrence_id, m.path
    from main_detection m order by m.occurrence_id, m.detection_score desc nulls last, m.id
  ) bd on bd.occurrence_id = o.id
  left join (
    select distinct on (n.occurrence_id) n.occurrence_id, n.id, n.user_id, n.agreed_with_prediction_id
    from main_identification n where not n.withdrawn order by n.occurrence_id, n.created_at desc, n.id desc
  ) i on i.occurrence_id = o.id
  left join (
    select n.occurrence_id, count(distinct n.user_id) as participants
    from main_identification n where not n.withdrawn group by n.occurrence_id
  ) c on c.occurrence_id = o.id
  ${OF_BEST}
  where o.project_id = ${PROJECT} order by o.id`;

/** Nights, for event.txt. */
export const EVENTS = `select 'urn:x:event:' || e.id as "eventID", to_char(e.start, 'YYYY-MM-DD"T"HH24:MI:SS') || '/' ||
    to_char(e.end, 'YYYY-MM-DD"T"HH24:MI:SS') as "eventDate", 'light trap' as "samplingProtocol", d.name as "locality",
    d.latitude as "decimalLatitude", d.longitude as "decimalLongitude", 'EPSG:4326' as "geodeticDatum", p.license as "license"
  from main_event e join main_deployment d on d.id = e.deployment_id join main_project p on p.id = e.project_id
  where e.project_id = ${PROJECT} order by e.id`;

/** Occurrences, for occurrence.txt. */
export const OCCURRENCES = `select 'urn:x:event:' || o.event_id as "eventID", 'urn:x:occurrence:' || o.id as "occurrenceID",
    'MachineObservation' as "basisOfRecord", 'present' as "occurrenceStatus", t.name as "scientificName", lower(t.rank) as "taxonRank",
    t.parents_json -> 0 ->> 'name' as "kingdom", t.parents_json -> 3 ->> 'name' as "order", t.parents_json -> 4 ->> 'name' as "family",
    t.common_name_en as "vernacularName", b.score as "score", ba.name as "identifiedBy", iu.name as "verifiedBy", x.detections as "individualCount",
    x.first::text as "first", x.last::text as "last", bd.path as "associatedMedia", o.updated_at::text as "modified"
  from ${NAMES}
  left join lateral (
    select count(*) as detections, min(s.timestamp) as first, max(s.timestamp) as last
    from main_detection m join main_sourceimage s on s.id = m.source_image_id where m.occurrence_id = o.id
  ) x on true
  left join lateral (
    select q.taxon_id, q.algorithm_id, q.score from main_classification q join main_detection m on m.id = q.detection_id
    where m.occurrence_id = o.id order by q.terminal desc, q.score desc nulls last, q.id limit 1
  ) b on true
  left join lateral (
    select m.path from main_detection m where m.occurrence_id = o.id order by m.detection_score desc nulls last, m.id limit 1
  ) bd on true
  left join lateral (
    select n.id, n.user_id, n.agreed_with_prediction_id from main_identification n
    where n.occurrence_id = o.id and not n.withdrawn order by n.created_at desc, n.id desc limit 1
  ) i on true
  ${OF_BEST}
  where o.project_id = ${PROJECT} order by o.id`;
