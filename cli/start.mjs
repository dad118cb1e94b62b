import './env-files.mjs';
import { existsSync } from 'node:fs';
import { portProblem } from './port-problem.mjs';

// `npm start`: serves what `npm run build` built. That contains this file too, if it is complete.

const here = new URL('.', import.meta.url);
const built = new URL('../.next/standalone/cli/', here);
const isInBuild = existsSync(new URL('../server.js', here));
if (!isInBuild && !existsSync(new URL('start.mjs', built))) {
  console.error('There is no complete build to serve. Run `npm run build` first.');
  process.exit(1);
}
// Next.js takes the address from HOSTNAME, which a container engine sets to the container's id.
process.env.HOSTNAME = process.env.HOST || '0.0.0.0';
await import(new URL('prepare-server.mjs', isInBuild ? import.meta.url : built).href);
const problem = await portProblem(Number(process.env.PORT) || 3000, process.env.HOSTNAME);
if (problem) {
  console.error(problem);
  process.exit(1);
}
const folder = process.cwd();
await import(new URL('../server.js', isInBuild ? here : built).href);
// Next.js has changed to its own folder. The paths in the settings are relative to this one.
process.chdir(folder);
