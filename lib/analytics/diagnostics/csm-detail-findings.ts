import type { Finding, FindingAction, FindingNumbers } from './finding';
import type { Diagnostics } from './get-diagnostics';
import { type CsmDetail, csmDetails, missingDetailEffects } from './missing-csm-details';

const severityOf = { tenure: 'warning', manager: 'info', class: 'info' } as const;

/** One finding for each detail that active CSMs lack. */
export function missingDetailFindings(
  { csms, warehouse }: Pick<Diagnostics, 'csms' | 'warehouse'>,
  { number, count }: FindingNumbers,
): Finding[] {
  return csmDetails.flatMap((detail): Finding[] => {
    const missing = csms.missing[detail].length;
    if (missing === 0) return [];
    return [
      {
        id: `csms-without-${detail}`,
        severity: severityOf[detail],
        title: `${number(missing)} of ${count(csms.active, 'active CSM', 'active CSMs')} ${missing === 1 ? 'has' : 'have'} no ${detail}`,
        detail: missingDetailEffects[detail],
        actions: [{ label: 'Show who', href: '#csms' }, ...addDetails(warehouse.kind, detail)],
      },
    ];
  });
}

/** How to add a detail: from the data team's tables, or from a file. */
function addDetails(
  kind: Diagnostics['warehouse']['kind'],
  detail: CsmDetail,
): readonly FindingAction[] {
  if (kind === 'duckdb') {
    return [{ label: 'Import details', command: 'npm run import -- --accounts FILE --csms FILE' }];
  }
  return detail === 'class'
    ? [
        {
          label: 'Show the table to add it to',
          command:
            'npm run sql -- "SELECT * FROM DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_CSM_DETAILS"',
        },
      ]
    : [{ label: 'Look for it in the data team’s tables', command: 'npm run setup' }];
}
