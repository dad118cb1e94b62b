import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readDockerfile, readImageSettings } from './support/dockerfile';

// No container engine runs here. e2e/standalone.spec.ts runs what the image contains, as the image would.

const root = new URL('../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

describe('the image', () => {
  const { env, user, command, healthCheck } = readImageSettings();

  it('runs as a user who is not root, by number, so that Kubernetes can check it', () => {
    expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });

  it('starts Node without a shell, which would not pass on the signal to stop', () => {
    expect(command[0]).toBe('node');
    expect(healthCheck[0]).toBe('node');
  });

  it('keeps the embedded warehouse on a volume', () => {
    const { text } = readDockerfile().find(({ name }) => name === 'VOLUME') ?? {};
    expect(dirname(env.DUCKDB_PATH ?? '')).toBe(text);
  });

  it('is built from one base image, which can be pinned and is from no particular registry', () => {
    const instructions = readDockerfile();
    const froms = instructions.filter(({ name }) => name === 'FROM');
    expect(froms.map(({ text }) => text)).toEqual([`\${NODE_IMAGE} AS build`, `\${NODE_IMAGE}`]);
    expect(instructions[0]).toMatchObject({ name: 'ARG' });
    expect(instructions[0]?.text).toMatch(/^NODE_IMAGE=node:[\w.-]+$/);
  });

  it('contains neither the settings and secrets nor the data of the machine that builds it', () => {
    const ignored = read('.dockerignore').split('\n');
    for (const path of ['.env*', 'secrets', '.data', '.git', 'node_modules', '.next']) {
      expect(ignored).toContain(path);
    }
  });
});

interface Service {
  readonly environment: Readonly<Record<string, unknown>>;
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly tmpfs: readonly string[];
}

interface Compose {
  readonly services: { readonly app: Service };
  readonly volumes?: object;
  readonly secrets?: Readonly<Record<string, { readonly file: string }>>;
}

const composeFiles = ['compose.yaml', 'compose.snowflake.yaml'];
const readCompose = (file: string): Compose => parse(read(file));

describe.each(composeFiles)('%s', (file) => {
  const { app } = readCompose(file).services;

  it('gives the container no rights, and nothing to write to but memory and its data', () => {
    expect(app).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      tmpfs: expect.arrayContaining(['/tmp']),
    });
    expect([...app.tmpfs, ...(app.volumes ?? [])].join(' ')).toContain('/data');
  });

  it('has an init process, restarts, and gives the server time to finish', () => {
    expect(app).toMatchObject({ init: true, restart: 'unless-stopped', stop_grace_period: '15s' });
  });

  it('is reached only from its own machine', () => {
    expect(app).toMatchObject({ ports: ['127.0.0.1:3000:3000'] });
  });

  it('uses only documented settings', () => {
    const documented = read('docs/configuration.md');
    const names = Object.keys(app.environment);
    expect(names.filter((name) => !documented.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('the container', () => {
  it('keeps the embedded warehouse when it is replaced', () => {
    const { services, volumes } = readCompose('compose.yaml');
    expect(services.app.volumes).toEqual([
      `data:${dirname(readImageSettings().env.DUCKDB_PATH ?? '')}`,
    ]);
    expect(volumes).toEqual({ data: null });
  });

  it('gets its secrets for Snowflake as files, which Git and images leave out', () => {
    const { services, secrets = {} } = readCompose('compose.snowflake.yaml');
    expect(services.app.secrets).toEqual(Object.keys(secrets));
    const paths = Object.keys(secrets).map((name) => `/run/secrets/${name}`);
    expect(Object.values(services.app.environment)).toEqual(expect.arrayContaining(paths));
    expect(read('.gitignore').split('\n')).toContain('secrets/');
    for (const { file } of Object.values(secrets)) expect(file).toMatch(/^\.\/secrets\//);
  });
});
