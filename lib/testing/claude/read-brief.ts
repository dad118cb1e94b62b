import type {
  ContentBlockParam,
  MessageCreateParamsNonStreaming,
} from '@anthropic-ai/sdk/resources/messages';
import { z } from 'zod';

const book = z.tuple([z.number()]).rest(z.unknown());
const candidate = z
  .tuple([z.string(), z.number(), book])
  .transform(([id, , [accountsAfter]]) => ({ id, accountsAfter }));
const accountLine = z
  .object({
    account_id: z.string(),
    neediness: z.number().nullable(),
    health: z.number().nullable(),
    color: z.string(),
    recommended: candidate,
    alternatives: z.array(candidate),
  })
  .transform(({ account_id: id, neediness, health, color, ...candidates }) => {
    const isKnown = neediness !== null && health !== null;
    return { id, isKnown, isRed: /^red$/i.test(color), ...candidates };
  });
const csmLine = z
  .tuple([z.string(), z.string(), z.number().nullable(), z.number().nullable()])
  .rest(z.unknown())
  .transform(([id, name, tenureMonths, capacity]) => ({ id, name, tenureMonths, capacity }));
const policyLine = z.object({
  policy: z.object({ experience: z.object({ redMonths: z.number() }) }),
});

/** An account as the brief asks about it. */
export type AskedAccount = z.output<typeof accountLine>;
/** A CSM as the brief describes one. */
export type AskedCsm = z.output<typeof csmLine>;

/** Reads what `lib/review/brief.ts` wrote out of a request; throws for a line it cannot read. */
export function readBrief(asked: MessageCreateParamsNonStreaming): {
  readonly accounts: readonly AskedAccount[];
  readonly csms: ReadonlyMap<string, AskedCsm>;
  readonly redMonths: number;
} {
  const accounts: AskedAccount[] = [];
  const csms = new Map<string, AskedCsm>();
  let redMonths = 0;
  for (const line of linesOf(asked)) {
    if (Array.isArray(line)) {
      const csm = csmLine.parse(line);
      csms.set(csm.id, csm);
    } else if ('account_id' in line) accounts.push(accountLine.parse(line));
    else if ('policy' in line) redMonths = policyLine.parse(line).policy.experience.redMonths;
  }
  return { accounts, csms, redMonths };
}

/** The lines of JSON between the delimiters, which stand on lines of their own. */
function linesOf({ system = [], messages }: MessageCreateParamsNonStreaming): object[] {
  const texts = [system, ...messages.map(({ content }) => content)].flatMap((content) =>
    typeof content === 'string' ? [content] : content.flatMap(textOf),
  );
  return texts
    .flatMap((text) => [...text.matchAll(/^<data>\n(.*?)\n<\/data>$/gms)])
    .flatMap(([, lines = '']) => lines.split('\n').map((line) => JSON.parse(line) as object));
}

const textOf = (block: ContentBlockParam) => (block.type === 'text' ? [block.text] : []);
