import { expect, it } from 'vitest';
import { nameKey } from '@/lib/names';
import { edgeCaseStrings } from '@/test/contract/edge-cases';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { comparableName, isNotPlaceholder } from './comparable-name';

const context = seededTestContext();

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
const spaces =
  '\t\n\v\f\r \u00A0\u1680\u2003\u2009\u200A\u200B\u2028\u202F\u205F\u2060\u3000\uFEFF';
const invisible = '\u00AD\u200C\u200D\u200E\u200F\u202A\u202E\u2066\u2069';

const names = [
  ...edgeCaseStrings.filter((name) => !name.includes('\\')),
  '',
  ' ',
  'NULL',
  'None',
  ' n/a',
  '#N/A',
  'NaN',
  'unassigned\u00A0',
  'Nona',
  'A|B',
  '|',
  ...[...spaces].flatMap((space) => [`Nora${space}Quist`, `${space}Nora ${space} Quist${space}`]),
  ...[...invisible].map((mark) => `No${mark}ra Quist${mark}`),
  'Dara O’Neil',
  'Dara O‘Neil',
  'Dara Oʼneil',
  'Dara O′NEIL',
  'ZOË MÜLLER',
  'Ольга',
];

it('SQL compares names as nameKey does, apart from compatibility forms', async () => {
  const values = names.map((name, n) => `SELECT ${n} AS n, ${literal(name)} AS name`);
  const rows = await context.queryRows(`SELECT ${comparableName('name')} AS name_key,
  ${isNotPlaceholder(comparableName('name'))} AS is_name
FROM (${values.join(' UNION ALL ')}) AS v ORDER BY n`);
  const expected = names.map((name) => ({ name, key: nameKey(name.normalize('NFC')) }));
  expect(
    rows.map(({ name_key, is_name }, n) => ({
      name: names[n],
      key: is_name ? String(name_key).normalize('NFKC') : null,
    })),
  ).toEqual(expected);
});
