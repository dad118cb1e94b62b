import 'server-only';
import { format, stripVTControlCharacters } from 'node:util';
import { isDisconnect } from './current-request';
import { log } from './log';

const consoleLevels = {
  debug: 'debug',
  trace: 'debug',
  log: 'info',
  info: 'info',
  warn: 'warn',
  error: 'error',
} as const;

type Level = (typeof consoleLevels)[keyof typeof consoleLevels];

/**
 * Makes everything that this process prints from now on a line of the log: what Next.js and other packages
 * write to the console, Node's warnings, the output of worker threads, and the error that ends the process.
 * Only what Node itself prints when it crashes, such as without memory, stays text.
 */
export function logAllOutput(): void {
  for (const [method, level] of Object.entries(consoleLevels)) {
    console[method as keyof typeof consoleLevels] = (...values: unknown[]) =>
      logConsole(level, values);
  }
  logWrites(process.stdout, 'info');
  logWrites(process.stderr, 'warn');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => log.warn({ err: warning }, warning.message));
  process.on('uncaughtException', (error) => {
    // Next.js, once it is loaded, has a listener of its own and keeps serving.
    if (process.listenerCount('uncaughtException') > 1) return;
    log.fatal({ err: error }, 'the server ended');
    process.exit(1);
  });
}

function logConsole(level: Level, values: readonly unknown[]): void {
  const error = values.find((value) => value instanceof Error);
  const rest = values.filter((value) => value !== error);
  const message = plain(format(...rest)) || (error instanceof Error ? error.message : '');
  // Next.js prints it as an error. The line of the request says that the client left.
  const ownLevel = isDisconnect(error) ? 'debug' : level;
  if (message) log[ownLevel]({ ...(error !== undefined && { err: error }) }, message);
}

function logWrites(stream: NodeJS.WriteStream, level: Level): void {
  let unfinished = '';
  const writeLine = (text: string) => {
    const message = plain(text);
    if (message) log[level](message);
  };
  stream.write = (chunk: Uint8Array | string, ...rest: unknown[]) => {
    const lines = (unfinished + Buffer.from(chunk as Uint8Array).toString()).split('\n');
    unfinished = lines.pop() ?? '';
    for (const line of lines) writeLine(line);
    const callback = rest.findLast((value) => typeof value === 'function');
    if (callback) process.nextTick(callback as () => void);
    return true;
  };
  process.once('exit', () => writeLine(unfinished));
}

/** Without colors, and without the sign that Next.js starts its lines with. */
function plain(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/^[\s▲✓⨯⚠○»-]+/u, '')
    .trimEnd();
}
