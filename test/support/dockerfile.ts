import { readFileSync } from 'node:fs';

/** One instruction, such as USER with the text `1000:1000`. */
export interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** The instructions of the project's Dockerfile. */
export function readDockerfile(): readonly Instruction[] {
  const file = readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8');
  return file
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', ...words] = line.trim().split(/\s+/);
      return { name, text: words.join(' ') };
    });
}

/** How the image runs: the settings of its last stage. */
export interface ImageSettings {
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
  /** The program and arguments of CMD. */
  readonly command: readonly string[];
  /** The program and arguments of HEALTHCHECK. */
  readonly healthCheck: readonly string[];
}

/** Reads how the image runs. Throws if a command is not in JSON: a shell would run it and get its signals. */
export function readImageSettings(): ImageSettings {
  const all = readDockerfile();
  const stage = all.slice(all.findLastIndex(({ name }) => name === 'FROM') + 1);
  const find = (name: string) => stage.find((one) => one.name === name)?.text ?? '';
  const pairs = stage
    .filter(({ name }) => name === 'ENV')
    .flatMap(({ text }) => text.split(' '))
    .map((pair) => pair.split('=') as [string, string]);
  return {
    env: Object.fromEntries(pairs),
    user: find('USER'),
    command: JSON.parse(find('CMD')),
    healthCheck: JSON.parse(find('HEALTHCHECK').replace(/^.*? CMD /, '')),
  };
}
