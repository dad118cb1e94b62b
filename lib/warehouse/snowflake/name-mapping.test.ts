import { describe, expect, it } from 'vitest';
import { tableNames } from '@/lib/warehouse/tables';
import { createNameMapping, mapName, mapNames } from './name-mapping';

const elsewhere = createNameMapping({
  database: 'ANALYTICS',
  schema: '"Csm routing"',
  named: {
    recommendations: 'DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATIONS_CANNE',
    activeCsms: 'people.active',
    onboarding: '"Share ""1"""."x.y".DETAIL',
  },
});

describe('the names of another installation', () => {
  it('are those of the guide where nothing is said', () => {
    const places = createNameMapping({ database: 'DSV_WAREHOUSE', schema: 'DATA_SCIENCE' });
    expect([...places]).toEqual([]);
    expect(mapNames(`SELECT * FROM ${tableNames.runs}`, places)).toBe(
      `SELECT * FROM ${tableNames.runs}`,
    );
  });

  it('put what is ours in its database and schema, and the data team’s where it is named', () => {
    expect(mapName(tableNames.runs, elsewhere)).toBe('ANALYTICS."Csm routing".CSM_ROUTING_RUNS');
    expect(mapName(tableNames.accounts, elsewhere)).toBe(
      'ANALYTICS."Csm routing".CSM_ROUTING_ACCOUNTS_V',
    );
    expect(mapName(tableNames.recommendations, elsewhere)).toBe(tableNames.recommendations);
    expect(mapName(tableNames.assignments, elsewhere)).toBe(
      'ANALYTICS."Csm routing".ACCOUNT_CSM_ASSIGNMENTS_CANNE',
    );
    expect(mapName(tableNames.activeCsms, elsewhere)).toBe('ANALYTICS.people.active');
    expect(mapName(tableNames.onboarding, elsewhere)).toBe('"Share ""1"""."x.y".DETAIL');
  });

  it('leave the shared view where the guide has it unless told otherwise', () => {
    const places = createNameMapping({ database: 'A', schema: 'B' });
    expect(mapName(tableNames.onboarding, places)).toBe(tableNames.onboarding);
    const mapped = createNameMapping({
      database: 'A',
      schema: 'B',
      named: { onboarding: 'DETAIL' },
    });
    expect(mapName(tableNames.onboarding, mapped)).toBe('A.B.DETAIL');
  });

  it('may swap places without one being taken for the other', () => {
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
    'refuse %j as a database or a schema',
    (database) => {
      expect(() => createNameMapping({ database, schema: 'S' })).toThrow(TypeError);
      expect(() => createNameMapping({ database: 'D', schema: database })).toThrow(TypeError);
    },
  );

  it.each(['a.b.c.d', 'a..b', '.a', 'a.', 'a b', 'a.b; DROP TABLE c', '"a".b"c"', 'a.b/**/'])(
    'refuse %j as a table',
    (onboarding) => {
      expect(() =>
        createNameMapping({ database: 'D', schema: 'S', named: { onboarding } }),
      ).toThrow(TypeError);
    },
  );
});

describe('a statement', () => {
  const inPlace = (sql: string) => mapNames(sql, elsewhere);

  it('names its tables as the installation does, in whatever case', () => {
    expect(inPlace('select * from dsv_warehouse.Data_Science.RESI_corp_active_csms rac')).toBe(
      'select * from ANALYTICS.people.active rac',
    );
    expect(inPlace(`SELECT ${tableNames.runs}.run_id FROM(${tableNames.runs})`)).toBe(
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
  ])('keeps %s', (text) => {
    expect(inPlace(`SELECT 1 FROM x, ${text}\nWHERE TRUE`)).toBe(
      `SELECT 1 FROM x, ${text}\nWHERE TRUE`,
    );
  });

  it('goes on after a string and a comment', () => {
    expect(
      inPlace(`SELECT 'a' -- b\nFROM ${tableNames.activeCsms} /* c */, ${tableNames.activeCsms}`),
    ).toBe(`SELECT 'a' -- b\nFROM ANALYTICS.people.active /* c */, ANALYTICS.people.active`);
  });

  it('takes a name with $ in it as it is', () => {
    const places = createNameMapping({ database: 'A$1B', schema: 'S' });
    expect(mapNames(tableNames.runs, places)).toBe('A$1B.S.CSM_ROUTING_RUNS');
  });
});
