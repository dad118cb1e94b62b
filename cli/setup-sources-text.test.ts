import { expect, it } from 'vitest';
import { missingDetailLines, sourceLines } from './setup-sources-text';

const none = {
  missing: ['A does not exist. So B.'],
  offered: [],
  statements: [],
  replaced: [],
  filledBy: null,
  dailyTask: null,
} as const;

it('says what is missing on Snowflake, but not on an embedded warehouse that has nothing', () => {
  expect(sourceLines(none, true)).toEqual(['Note: A does not exist. So B.']);
  expect(sourceLines(none, false)).toEqual([]);
});

it('prints offered statements to edit and run, and how to apply them', () => {
  const statements = [
    'CREATE OR REPLACE VIEW a AS SELECT 1',
    'CREATE OR REPLACE VIEW b AS SELECT 2',
  ];
  const offered = ['CSM_ROUTING_ACCOUNTS_V', 'CSM_ROUTING_CSMS_V'] as const;
  expect(sourceLines({ ...none, missing: [], offered, statements }, true)).toEqual([
    `CSM_ROUTING_ACCOUNTS_V and CSM_ROUTING_CSMS_V do not use everything that the data team’s tables and your settings offer. Nothing was replaced. To replace them, run \`npm run setup -- --apply-views\`, or edit and run these statements:

CREATE OR REPLACE VIEW a AS SELECT 1;

CREATE OR REPLACE VIEW b AS SELECT 2;
`,
  ]);
});

it('says what was replaced, with the previous definition, and how to keep the table up to date', () => {
  const replaced = [
    { view: 'CSM_ROUTING_CSMS_V', previous: 'CREATE VIEW v AS SELECT 1;\n' },
  ] as const;
  const filled = { ...none, missing: [], replaced, filledBy: 'MERGE', dailyTask: 'CREATE TASK …;' };
  expect(sourceLines(filled, true)).toEqual([
    'Replaced CSM_ROUTING_CSMS_V. Its previous definition:\n\nCREATE VIEW v AS SELECT 1;\n',
    'Filled CSM_ROUTING_CSM_SOURCES with the tenure and managers of CSMs in the data team’s tables.',
    'To keep them up to date, run `npm run setup -- --apply-views` every day, or let Snowflake do it:\n\nCREATE TASK …;\n',
  ]);
});

it('counts the active CSMs who lack a detail, and says what that disables', () => {
  const missing = { tenure: ['Ana', 'Bo'], manager: ['Bo'], class: [] };
  expect(missingDetailLines({ active: 3, missing })).toEqual([
    'Note: 2 of 3 active CSMs have no tenure. Experience has no effect on their recommendations, and the limits for new CSMs don’t apply to them.',
    'Note: 1 of 3 active CSMs has no manager. They belong to no team, so team filters leave them out.',
  ]);
  expect(missingDetailLines(null)).toEqual([]);
});
