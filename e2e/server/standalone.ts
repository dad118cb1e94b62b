import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { chmod, chown, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readImageSettings } from '@/test/support/dockerfile';
import { freePort, NextServer, root, untilReady } from './process';

const image = readImageSettings();

/** The image's user if these tests run as root, whom no file's mode stops. Else their own user. */
const user = (() => {
  if (process.getuid?.() !== 0) return undefined;
  const [uid = 0, gid = 0] = image.user.split(':').map(Number);
  return { uid, gid };
})();

/** Whether that user can start Node and npm, which may be in root's own folder. */
export const canRunPrograms = ['node', 'npm'].every(
  (program) => spawnSync(program, ['--version'], { cwd: '/', ...user }).status === 0,
);

/**
 * What the image contains and nothing else: a copy of the standalone build that nobody can write to, with a
 * folder for data and one for temporary files. Programs run as in the image, with its settings and user.
 */
export class StandaloneCopy {
  #server: NextServer | undefined;
  #output = '';

  private constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async make(): Promise<StandaloneCopy> {
    const folder = await mkdtemp(join(tmpdir(), 'csm-routing-standalone-'));
    await chmod(folder, 0o755);
    const copy = new StandaloneCopy(folder, await freePort(3_180));
    await cp(join(root, '.next/standalone'), copy.app, { recursive: true });
    spawnSync('chmod', ['-R', 'a=rX', copy.app]);
    for (const path of [copy.data, copy.#temporary]) {
      await mkdir(path, { mode: 0o700 });
      if (user) await chown(path, user.uid, user.gid);
    }
    return copy;
  }

  get app(): string {
    return join(this.folder, 'app');
  }

  /** The folder that is a volume in a container. */
  get data(): string {
    return join(this.folder, 'data');
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Everything that the server has printed. */
  get output(): string {
    return this.#output;
  }

  get #temporary(): string {
    return join(this.folder, 'tmp');
  }

  get #env(): NodeJS.ProcessEnv {
    return {
      PATH: process.env.PATH,
      ...image.env,
      NODE_ENV: 'production',
      DUCKDB_PATH: join(this.data, 'warehouse.duckdb'),
      HOME: this.#temporary,
      TMPDIR: this.#temporary,
      NEXTAUTH_URL: this.url,
      PORT: String(this.port),
    };
  }

  /** Runs one of the commands, such as `npm run setup`. */
  npm(command: string, args: readonly string[] = [], input = ''): SpawnSyncReturns<string> {
    return this.#run('npm', ['run', '--silent', command, '--', ...args], input);
  }

  /** Runs the image's health check and returns its exit code. */
  checkHealth(): number | null {
    const [program = '', ...args] = image.healthCheck;
    return this.#run(program, args).status;
  }

  #run(program: string, args: readonly string[], input = ''): SpawnSyncReturns<string> {
    return spawnSync(program, args, {
      cwd: this.app,
      env: this.#env,
      input,
      encoding: 'utf8',
      ...user,
    });
  }

  /** Starts the image's command and waits until the server is ready. */
  async start(): Promise<void> {
    const program = { args: image.command.slice(1), cwd: this.app, ...(user && { user }) };
    const onOutput = (text: string) => {
      this.#output += text;
    };
    this.#server = await NextServer.start(this.port, this.#env, onOutput, program);
    await untilReady(this.url);
  }

  /** Stops the server as a container engine does, and returns its exit code. */
  async stop(): Promise<number | null | undefined> {
    return this.#server?.end('SIGTERM');
  }

  async dispose(): Promise<void> {
    await this.#server?.end('SIGKILL');
    spawnSync('chmod', ['-R', 'u+w', this.app]);
    await rm(this.folder, { recursive: true, force: true });
  }
}
