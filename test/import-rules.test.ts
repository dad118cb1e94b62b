import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Who may not import what; each is written into a file of its own and must be reported. */
const forbidden = {
  'the engine imports the settings': ['lib/engine/a.ts', '@/lib/server/env'],
  'the engine imports the warehouse': ['lib/engine/b.ts', '../warehouse/types'],
  'the warehouse imports a verb': ['lib/warehouse/sql/a.ts', '@/lib/decisions/decide'],
  'a verb imports a driver': ['lib/runs/a.ts', '@/lib/warehouse/duckdb/open-duckdb'],
  'a verb imports a component': ['lib/decisions/a.ts', '@/components/ui/button'],
  'a component imports a verb': ['components/ui/a.ts', '@/lib/decisions/queue'],
  'a component imports a page': ['components/ui/b.ts', '@/app/layout'],
  'a page imports a driver': ['app/a.ts', '@/lib/warehouse/duckdb/open-duckdb'],
  'a page imports what tests are made of': ['app/b.ts', '@/test/support/company'],
} as const;

const allowed = {
  'the engine imports itself': ['lib/engine/z.ts', './types'],
  'a verb imports the engine': ['lib/runs/z.ts', '@/lib/engine/types'],
  'a page imports a verb': ['app/z.ts', '@/lib/decisions/queue'],
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
  for (const [path, from] of [...Object.values(forbidden), ...Object.values(allowed)]) {
    await write(path, `import { it } from '${from}';\n\nconsole.log(it);\n`);
  }
  await write(
    'lib/runs/egg.ts',
    `import { hen } from '@/lib/runs/hen';\n\nexport const egg = hen;\n`,
  );
  await write('lib/runs/hen.ts', `import { egg } from './egg';\n\nexport const hen = egg;\n`);
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

test.each(Object.entries(forbidden))('it is reported when %s', (_, [path]) => {
  expect(reported(path, 'noRestrictedImports')).toBe(true);
});

test.each(Object.entries(allowed))('it is in order when %s', (_, [path]) => {
  expect(reported(path, 'noRestrictedImports')).toBe(false);
});

test('it is reported when files import each other', () => {
  expect(reported('lib/runs/egg.ts', 'noImportCycles')).toBe(true);
});
