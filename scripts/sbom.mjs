import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// `npm run sbom`: prints the packages that the program is built from, with versions, hashes, and licenses,
// as CycloneDX. The same packages give the same text: without npm's random serial number and the time.

const root = fileURLToPath(new URL('..', import.meta.url));
const { status, stdout } = spawnSync(
  process.platform === 'win32' ? 'npm.cmd' : 'npm',
  ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application'],
  {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  },
);
if (status !== 0) process.exit(status || 1);
const { serialNumber, metadata, components, dependencies, ...sbom } = JSON.parse(stdout);
const { timestamp, component, ...rest } = metadata;
const { name, dependencies: ours } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

// Not --omit=dev, which also leaves out packages of ours that a development tool needs too.
const needed = new Map(dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
const isOurs = (ref) => Object.hasOwn(ours, ref.slice(0, ref.lastIndexOf('@')));
needed.set(component['bom-ref'], needed.get(component['bom-ref']).filter(isOurs));
const used = new Set([component['bom-ref']]);
for (const ref of used) for (const next of needed.get(ref) ?? []) used.add(next);

process.stdout.write(
  `${JSON.stringify(
    {
      ...sbom,
      // npm uses the folder's name.
      metadata: { ...rest, component: { ...component, name } },
      components: components.filter((each) => used.has(each['bom-ref'])),
      dependencies: dependencies
        .filter(({ ref }) => used.has(ref))
        .map(({ ref }) => ({ ref, dependsOn: needed.get(ref) })),
    },
    null,
    2,
  )}\n`,
);
