import sql from 'sql-template-tag';
import { z } from 'zod';
import type { Query } from '../types';
import { text } from './fields';
import { query } from './statement';

const columnRow = z.object({ view_name: text, column_name: text, data_type: text });

/** Which columns do the contract views have, and of which types? */
export function contractColumns(): Query<z.infer<typeof columnRow>> {
  return query(
    'contract.columns',
    sql`SELECT
  UPPER(table_name) AS view_name, LOWER(column_name) AS column_name, UPPER(data_type) AS data_type
FROM INFORMATION_SCHEMA.COLUMNS
WHERE UPPER(table_catalog) = 'DSV_WAREHOUSE' AND UPPER(table_schema) = 'DATA_SCIENCE'
  AND UPPER(table_name) IN ('CSM_ROUTING_ACCOUNTS_V', 'CSM_ROUTING_CSMS_V')`,
    columnRow,
  );
}

const viewRow = z.object({ view_name: text });

/** Which contract views were redefined so that they read nothing of what an import fills? */
export function viewsReadingElsewhere(): Query<z.infer<typeof viewRow>> {
  return query(
    'contract.reading-elsewhere',
    sql`SELECT UPPER(table_name) AS view_name
FROM INFORMATION_SCHEMA.VIEWS
WHERE UPPER(table_catalog) = 'DSV_WAREHOUSE' AND UPPER(table_schema) = 'DATA_SCIENCE'
  AND (
    UPPER(table_name) = 'CSM_ROUTING_ACCOUNTS_V'
      AND NOT CONTAINS(UPPER(view_definition), 'VW_ONBOARDING_DETAIL')
    OR UPPER(table_name) = 'CSM_ROUTING_CSMS_V'
      AND NOT CONTAINS(UPPER(view_definition), 'RESI_CORP_ACTIVE_CSMS')
  )
ORDER BY view_name`,
    viewRow,
  );
}
