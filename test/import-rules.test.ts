import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Disallowed imports, by layer: each is written to a file of its own and must be reported. */
const disallowed = {
  'the engine imports the environment': ['lib/engine/a.ts', '@/lib/server/env'],
  'the engine imports the warehouse': ['lib/engine/b.ts', '@/lib/warehouse/types'],
  'the engine leaves its folder by a relative path': ['lib/engine/c.ts', '../warehouse/types'],
  'the engine imports the type of a service': ['lib/engine/d.ts', 'type @/lib/policy/policy'],
  "the engine's worker imports the environment": ['lib/engine-worker/a.ts', '@/lib/server/env'],
  "the engine's worker imports a service": ['lib/engine-worker/b.ts', '@/lib/runs/start-run'],
  'a page starts a job in a worker thread': ['app/g.ts', '@/lib/engine-worker/run-job'],
  'the warehouse imports a service': ['lib/warehouse/sql/a.ts', '@/lib/decisions/decide'],
  'the warehouse imports the engine': ['lib/warehouse/sql/b.ts', '@/lib/engine/types'],
  'the warehouse imports the request context': ['lib/warehouse/a.ts', '@/lib/server/context'],
  'the warehouse imports a database driver outside its folder': [
    'lib/warehouse/b.ts',
    'snowflake-sdk',
  ],
  'one driver imports the other': [
    'lib/warehouse/duckdb/a.ts',
    '@/lib/warehouse/snowflake/open-snowflake',
  ],
  'a driver imports a service': ['lib/warehouse/snowflake/a.ts', '@/lib/runs/start-run'],
  'the read model imports a service': ['lib/read-model/a.ts', '@/lib/decisions/queue'],
  'the read model imports the type of a service': [
    'lib/read-model/b.ts',
    'type @/lib/policy/policy',
  ],
  'lib/server imports a service': ['lib/server/a.ts', '@/lib/reviews/poll-batches'],
  'a service imports a driver': ['lib/runs/a.ts', '@/lib/warehouse/duckdb/open-duckdb'],
  'a service imports a component': ['lib/decisions/a.ts', '@/components/ui/button'],
  'decisions import runs': ['lib/decisions/b.ts', '@/lib/runs/start-run'],
  'runs import decisions': ['lib/runs/b.ts', '@/lib/decisions/decide'],
  'reviews import runs': ['lib/reviews/a.ts', '@/lib/runs/read-runs'],
  'reviews import the type of a run': ['lib/reviews/b.ts', 'type @/lib/runs/read-runs'],
  'members import accounts': ['lib/members/a.ts', '@/lib/accounts/search'],
  'accounts import decisions': ['lib/accounts/a.ts', '@/lib/decisions/queue'],
  'a service opens a warehouse': ['lib/accounts/b.ts', '@/lib/warehouse/client'],
  'the migration opens a warehouse': ['lib/migration/a.ts', '@/lib/warehouse/client'],
  'backups open a warehouse': ['lib/backups/a.ts', '@/lib/warehouse/client'],
  'backups import another service': ['lib/backups/b.ts', '@/lib/members/save-member'],
  'the policy imports runs': ['lib/policy/a.ts', '@/lib/runs/start-run'],
  'analytics import more than labels and types of another service': [
    'lib/analytics/workload/a.ts',
    '@/lib/runs/read-runs',
  ],
  'a component imports a service': ['components/ui/a.ts', '@/lib/decisions/queue'],
  'a component imports a page': ['components/ui/b.ts', '@/app/layout'],
  'a component imports the type of a service': ['components/ui/c.ts', 'type @/lib/runs/progress'],
  'a page imports the warehouse': ['app/a.ts', '@/lib/warehouse/client'],
  'a page imports a statement': ['app/b.ts', '@/lib/warehouse/sql/runs'],
  'a page imports a rule of the engine': ['app/c.ts', '@/lib/engine/eligibility'],
  'a page imports test support': ['app/d.ts', '@/test/support/company'],
  'a page imports the demo': ['app/e.ts', '@/demo/make-demo'],
  'a page imports a command': ['app/f.ts', '@/cli/run-command'],
} as const;

const allowed = {
  'the engine imports itself': ['lib/engine/z.ts', './types'],
  'the engine imports durations': ['lib/engine/y.ts', '@/lib/time'],
  'the warehouse imports errors': ['lib/warehouse/z.ts', '@/lib/server/errors'],
  'a statement imports the policy type': ['lib/warehouse/sql/z.ts', '@/lib/engine/policy'],
  'a driver imports its SDK': ['lib/warehouse/snowflake/z.ts', 'snowflake-sdk'],
  'the read model imports the engine': ['lib/read-model/z.ts', '@/lib/engine/eligibility'],
  'a service starts a job in a worker thread': ['lib/runs/x.ts', '@/lib/engine-worker/run-job'],
  'a service imports the engine': ['lib/runs/z.ts', '@/lib/engine/types'],
  'runs import reviews': ['lib/runs/y.ts', '@/lib/reviews/review-run'],
  'analytics import the labels of another service': [
    'lib/analytics/workload/z.ts',
    '@/lib/decisions/labels',
  ],
  'a component imports durations': ['components/ui/z.ts', '@/lib/time'],
  'a page imports a service': ['app/z.ts', '@/lib/decisions/queue'],
  'a page imports the text of explanations': ['app/y.ts', '@/lib/engine/describe'],
  'a page imports the text of scores': ['app/s.ts', '@/lib/engine/describe-score'],
} as const;

interface Finding {
  readonly category: string;
  readonly location: { readonly path: string };
}

let folder: string;
let findings: readonly Finding[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csm-routing-boundaries-'));
  for (const file of ['package.json', 'tsconfig.json']) {
    await copyFile(join(root, file), join(folder, file));
  }
  const rules = JSON.parse(await readFile(join(root, 'biome.json'), 'utf8'));
  await write('biome.json', JSON.stringify({ ...rules, vcs: { enabled: false } }));
  for (const [path, imported] of [...Object.values(disallowed), ...Object.values(allowed)]) {
    const from = imported.replace(/^type /, '');
    await write(
      path,
      imported === from
        ? `import { it } from '${from}';\n\nconsole.log(it);\n`
        : `import type { It } from '${from}';\n\nexport type Own = It;\n`,
    );
  }
  await write(
    'lib/runs/cycle-a.ts',
    `import { b } from '@/lib/runs/cycle-b';\n\nexport const a = b;\n`,
  );
  await write('lib/runs/cycle-b.ts', `import { a } from './cycle-a';\n\nexport const b = a;\n`);
  await write(
    'lib/runs/type-cycle-a.ts',
    `import type { B } from './type-cycle-b';\n\nexport interface A {\n  readonly b?: B;\n}\n`,
  );
  await write(
    'lib/runs/type-cycle-b.ts',
    `import type { A } from './type-cycle-a';\n\nexport interface B {\n  readonly a?: A;\n}\n`,
  );
  const biome = join(root, 'node_modules/.bin/biome');
  const { stdout } = spawnSync(biome, ['lint', '--reporter=json', '--max-diagnostics=none', '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  findings = JSON.parse(stdout).diagnostics;
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

function reported(path: string, rule: string): boolean {
  return findings.some(
    ({ category, location }) => category.endsWith(`/${rule}`) && location.path.endsWith(path),
  );
}

test.each(Object.entries(disallowed))('the linter reports when %s', (_, [path]) => {
  expect(reported(path, 'noRestrictedImports')).toBe(true);
});

test.each(Object.entries(allowed))('the linter accepts when %s', (_, [path]) => {
  expect(reported(path, 'noRestrictedImports')).toBe(false);
});

test.each([
  ['values', 'lib/runs/cycle-a.ts'],
  ['types', 'lib/runs/type-cycle-a.ts'],
])('the linter reports an import cycle of %s', (_, path) => {
  expect(reported(path, 'noImportCycles')).toBe(true);
});
