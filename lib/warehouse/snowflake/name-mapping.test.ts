import { describe, expect, it } from 'vitest';
import { tableNames } from '@/lib/warehouse/tables';
import { createNameMapping, mapName, mapNames } from './name-mapping';

const mapping = createNameMapping({
  database: 'ANALYTICS',
  schema: '"Csm routing"',
  named: {
    recommendations: 'DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATIONS_CANNE',
    activeCsms: 'people.active',
    onboarding: '"Share ""1"""."x.y".DETAIL',
  },
});

describe('createNameMapping', () => {
  it('keeps the guide’s names by default', () => {
    const mapping = createNameMapping({ database: 'DSV_WAREHOUSE', schema: 'DATA_SCIENCE' });
    expect([...mapping]).toEqual([]);
    expect(mapNames(`SELECT * FROM ${tableNames.runs}`, mapping)).toBe(
      `SELECT * FROM ${tableNames.runs}`,
    );
  });

  it('maps our tables to the configured database and schema, and the data team’s to their configured names', () => {
    expect(mapName(tableNames.runs, mapping)).toBe('ANALYTICS."Csm routing".CSM_ROUTING_RUNS');
    expect(mapName(tableNames.accounts, mapping)).toBe(
      'ANALYTICS."Csm routing".CSM_ROUTING_ACCOUNTS_V',
    );
    expect(mapName(tableNames.recommendations, mapping)).toBe(tableNames.recommendations);
    expect(mapName(tableNames.assignments, mapping)).toBe(
      'ANALYTICS."Csm routing".ACCOUNT_CSM_ASSIGNMENTS_CANNE',
    );
    expect(mapName(tableNames.activeCsms, mapping)).toBe('ANALYTICS.people.active');
    expect(mapName(tableNames.onboarding, mapping)).toBe('"Share ""1"""."x.y".DETAIL');
  });

  it('keeps the shared view’s name unless it is configured', () => {
    const mapping = createNameMapping({ database: 'A', schema: 'B' });
    expect(mapName(tableNames.onboarding, mapping)).toBe(tableNames.onboarding);
    const withView = createNameMapping({
      database: 'A',
      schema: 'B',
      named: { onboarding: 'DETAIL' },
    });
    expect(mapName(tableNames.onboarding, withView)).toBe('A.B.DETAIL');
  });

  it('can swap two names', () => {
    const swapped = createNameMapping({
      database: 'DSV_WAREHOUSE',
      schema: 'DATA_SCIENCE',
      named: {
        recommendations: 'ACCOUNT_CSM_ASSIGNMENTS_CANNE',
        assignments: 'CSM_ROUTING_RECOMMENDATIONS_CANNE',
      },
    });
    expect(mapNames(`${tableNames.recommendations}, ${tableNames.assignments}`, swapped)).toBe(
      `${tableNames.assignments}, ${tableNames.recommendations}`,
    );
  });

  it.each(['', 'a b', 'a;b', 'a--', 'x"y', '"open', '1a', 'a.b', '"a"b'])(
    'rejects %j as a database or schema',
    (name) => {
      expect(() => createNameMapping({ database: name, schema: 'S' })).toThrow(TypeError);
      expect(() => createNameMapping({ database: 'D', schema: name })).toThrow(TypeError);
    },
  );

  it.each(['a.b.c.d', 'a..b', '.a', 'a.', 'a b', 'a.b; DROP TABLE c', '"a".b"c"', 'a.b/**/'])(
    'rejects %j as a table',
    (onboarding) => {
      expect(() =>
        createNameMapping({ database: 'D', schema: 'S', named: { onboarding } }),
      ).toThrow(TypeError);
    },
  );
});

describe('mapNames', () => {
  const map = (sql: string) => mapNames(sql, mapping);

  it('maps table names, regardless of case', () => {
    expect(map('select * from dsv_warehouse.Data_Science.RESI_corp_active_csms rac')).toBe(
      'select * from ANALYTICS.people.active rac',
    );
    expect(map(`SELECT ${tableNames.runs}.run_id FROM(${tableNames.runs})`)).toBe(
      'SELECT ANALYTICS."Csm routing".CSM_ROUTING_RUNS.run_id FROM(ANALYTICS."Csm routing".CSM_ROUTING_RUNS)',
    );
  });

  it.each([
    `'${tableNames.runs}'`,
    `'it''s ${tableNames.runs}'`,
    String.raw`'it\'s ${tableNames.runs}'`,
    `"${tableNames.runs}"`,
    `$$ ${tableNames.runs} $$`,
    `-- ${tableNames.runs}`,
    `// ${tableNames.runs}`,
    `/* ${tableNames.runs}\n${tableNames.runs} */`,
    `OTHER.${tableNames.runs}`,
    `${tableNames.runs}_OLD`,
    'DSV_WAREHOUSE.DATA_SCIENCE.SOMETHING_ELSE',
    'DATA_SCIENCE.CSM_ROUTING_RUNS',
  ])('leaves %s unchanged', (text) => {
    expect(map(`SELECT 1 FROM x, ${text}\nWHERE TRUE`)).toBe(
      `SELECT 1 FROM x, ${text}\nWHERE TRUE`,
    );
  });

  it('maps names after a string and a comment', () => {
    expect(
      map(`SELECT 'a' -- b\nFROM ${tableNames.activeCsms} /* c */, ${tableNames.activeCsms}`),
    ).toBe(`SELECT 'a' -- b\nFROM ANALYTICS.people.active /* c */, ANALYTICS.people.active`);
  });

  it('maps a name that a function takes as text', () => {
    expect(map(`SELECT SYSTEM$LAST_CHANGE_COMMIT_TIME('${tableNames.runs}'), 'it''s'`)).toBe(
      `SELECT SYSTEM$LAST_CHANGE_COMMIT_TIME('ANALYTICS."Csm routing".CSM_ROUTING_RUNS'), 'it''s'`,
    );
    const quoted = createNameMapping({ database: `"Mia's"`, schema: 'S' });
    expect(mapNames(`SYSTEM$LAST_CHANGE_COMMIT_TIME('${tableNames.runs}')`, quoted)).toBe(
      `SYSTEM$LAST_CHANGE_COMMIT_TIME('"Mia''s".S.CSM_ROUTING_RUNS')`,
    );
  });

  it('inserts a name with $ literally', () => {
    const mapping = createNameMapping({ database: 'A$1B', schema: 'S' });
    expect(mapNames(tableNames.runs, mapping)).toBe('A$1B.S.CSM_ROUTING_RUNS');
  });
});
