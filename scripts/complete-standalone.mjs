import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import nextConfig from '../next.config.js';

// The second half of `npm run build`. A copy of .next/standalone alone then serves the app and has its
// commands, as in the container: the browser's files, and the commands without the TypeScript sources.

const root = fileURLToPath(new URL('..', import.meta.url));
const output = `${root}.next/standalone/`;
const packageJson = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

/** How `npm run` starts a command from its source. */
const commandLine =
  /^node --conditions=react-server --import tsx --import \.\/cli\/env-files\.mjs cli\/([\w-]+)\.ts$/;
const commands = Object.entries(packageJson.scripts).flatMap(([name, script]) => {
  const file = commandLine.exec(script)?.[1];
  return file ? [{ name, file }] : [];
});

// Next.js copies whatever the server might read, and with a path that it can't follow, that is everything.
for (const folder of ['app', 'lib'].filter((name) => existsSync(`${output}${name}`))) {
  throw new Error(
    `The build has sources in ${output}${folder}. Mark the path that the code reads with turbopackIgnore, as in lib/backups/settings.ts.`,
  );
}

cpSync(`${root}.next/static`, `${output}.next/static`, { recursive: true });
// Next.js copies them, but settings and secrets belong to the machine that runs the server.
for (const file of ['.env', '.env.production']) rmSync(`${output}${file}`, { force: true });

await build({
  absWorkingDir: root,
  entryPoints: [
    ...commands.map(({ file }) => `cli/${file}.ts`),
    'cli/prepare-server.ts',
    'lib/engine-worker/thread.ts',
  ],
  outdir: `${output}cli`,
  entryNames: '[name]',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  conditions: ['react-server'],
  external: [...nextConfig.serverExternalPackages, 'esbuild'],
  define: { 'process.env.ENGINE_THREAD': '"./thread.mjs"' },
  // For the CommonJS packages in the bundle.
  banner: {
    js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`,
  },
  logLevel: 'warning',
});

const { name, version, type, engines } = packageJson;
const scripts = Object.fromEntries([
  ['start', packageJson.scripts.start],
  ...commands.map(({ name, file }) => [name, `node --import ./cli/env-files.mjs cli/${file}.mjs`]),
]);
writeFileSync(
  `${output}package.json`,
  `${JSON.stringify({ name, version, private: true, type, engines, scripts }, null, 2)}\n`,
);

// Last, because cli/start.mjs marks a complete build.
for (const file of [
  'env-files.mjs',
  'check-health.mjs',
  'port-problem.mjs',
  'start.cjs',
  'start.mjs',
]) {
  cpSync(`${root}cli/${file}`, `${output}cli/${file}`);
}
