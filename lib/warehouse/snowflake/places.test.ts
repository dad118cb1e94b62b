import { describe, expect, it } from 'vitest';
import { names } from '../names';
import { placed, placeOf, placesOf } from './places';

const elsewhere = placesOf({
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
    const places = placesOf({ database: 'DSV_WAREHOUSE', schema: 'DATA_SCIENCE' });
    expect([...places]).toEqual([]);
    expect(placed(`SELECT * FROM ${names.runs}`, places)).toBe(`SELECT * FROM ${names.runs}`);
  });

  it('put what is ours in its database and schema, and the data team’s where it is named', () => {
    expect(placeOf(names.runs, elsewhere)).toBe('ANALYTICS."Csm routing".CSM_ROUTING_RUNS');
    expect(placeOf(names.accounts, elsewhere)).toBe(
      'ANALYTICS."Csm routing".CSM_ROUTING_ACCOUNTS_V',
    );
    expect(placeOf(names.recommendations, elsewhere)).toBe(names.recommendations);
    expect(placeOf(names.assignments, elsewhere)).toBe(
      'ANALYTICS."Csm routing".ACCOUNT_CSM_ASSIGNMENTS_CANNE',
    );
    expect(placeOf(names.activeCsms, elsewhere)).toBe('ANALYTICS.people.active');
    expect(placeOf(names.onboarding, elsewhere)).toBe('"Share ""1"""."x.y".DETAIL');
  });

  it('leave the shared view where the guide has it unless told otherwise', () => {
    const places = placesOf({ database: 'A', schema: 'B' });
    expect(placeOf(names.onboarding, places)).toBe(names.onboarding);
    const mapped = placesOf({ database: 'A', schema: 'B', named: { onboarding: 'DETAIL' } });
    expect(placeOf(names.onboarding, mapped)).toBe('A.B.DETAIL');
  });

  it('may swap places without one being taken for the other', () => {
    const swapped = placesOf({
      database: 'DSV_WAREHOUSE',
      schema: 'DATA_SCIENCE',
      named: {
        recommendations: 'ACCOUNT_CSM_ASSIGNMENTS_CANNE',
        assignments: 'CSM_ROUTING_RECOMMENDATIONS_CANNE',
      },
    });
    expect(placed(`${names.recommendations}, ${names.assignments}`, swapped)).toBe(
      `${names.assignments}, ${names.recommendations}`,
    );
  });

  it.each(['', 'a b', 'a;b', 'a--', 'x"y', '"open', '1a', 'a.b', '"a"b'])(
    'refuse %j as a database or a schema',
    (database) => {
      expect(() => placesOf({ database, schema: 'S' })).toThrow(TypeError);
      expect(() => placesOf({ database: 'D', schema: database })).toThrow(TypeError);
    },
  );

  it.each(['a.b.c.d', 'a..b', '.a', 'a.', 'a b', 'a.b; DROP TABLE c', '"a".b"c"', 'a.b/**/'])(
    'refuse %j as a table',
    (onboarding) => {
      expect(() => placesOf({ database: 'D', schema: 'S', named: { onboarding } })).toThrow(
        TypeError,
      );
    },
  );
});

describe('a statement', () => {
  const inPlace = (sql: string) => placed(sql, elsewhere);

  it('names its tables as the installation does, in whatever case', () => {
    expect(inPlace('select * from dsv_warehouse.Data_Science.RESI_corp_active_csms rac')).toBe(
      'select * from ANALYTICS.people.active rac',
    );
    expect(inPlace(`SELECT ${names.runs}.run_id FROM(${names.runs})`)).toBe(
      'SELECT ANALYTICS."Csm routing".CSM_ROUTING_RUNS.run_id FROM(ANALYTICS."Csm routing".CSM_ROUTING_RUNS)',
    );
  });

  it.each([
    `'${names.runs}'`,
    `'it''s ${names.runs}'`,
    String.raw`'it\'s ${names.runs}'`,
    `"${names.runs}"`,
    `$$ ${names.runs} $$`,
    `-- ${names.runs}`,
    `// ${names.runs}`,
    `/* ${names.runs}\n${names.runs} */`,
    `OTHER.${names.runs}`,
    `${names.runs}_OLD`,
    'DSV_WAREHOUSE.DATA_SCIENCE.SOMETHING_ELSE',
    'DATA_SCIENCE.CSM_ROUTING_RUNS',
  ])('keeps %s', (text) => {
    expect(inPlace(`SELECT 1 FROM x, ${text}\nWHERE TRUE`)).toBe(
      `SELECT 1 FROM x, ${text}\nWHERE TRUE`,
    );
  });

  it('goes on after a string and a comment', () => {
    expect(inPlace(`SELECT 'a' -- b\nFROM ${names.activeCsms} /* c */, ${names.activeCsms}`)).toBe(
      `SELECT 'a' -- b\nFROM ANALYTICS.people.active /* c */, ANALYTICS.people.active`,
    );
  });

  it('takes a name with $ in it as it is', () => {
    const places = placesOf({ database: 'A$1B', schema: 'S' });
    expect(placed(names.runs, places)).toBe('A$1B.S.CSM_ROUTING_RUNS');
  });
});
