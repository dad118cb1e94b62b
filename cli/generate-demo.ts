import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generateHistory } from '@/demo/generate';
import { demoSeed } from '@/demo/make-demo';
import { runCommand } from './run-command';
import { print } from './terminal-text';

const data = fileURLToPath(new URL('../demo/data', import.meta.url));

// Regenerates the demo's stored history, for example after a change to the engine. Takes minutes.
await runCommand(async (args) => {
  const { values } = parseArgs({
    args,
    options: { folder: { type: 'string', default: data }, days: { type: 'string' } },
  });
  const temporary = await mkdtemp(join(tmpdir(), 'csm-routing-demo-'));
  try {
    await generateHistory({
      seed: demoSeed,
      folder: values.folder,
      report: (day) => print(day),
      path: join(temporary, 'history.duckdb'),
      ...(values.days && { count: Number(values.days) }),
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
});
