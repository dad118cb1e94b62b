import type {
  ContentBlockParam,
  MessageCreateParamsNonStreaming,
} from '@anthropic-ai/sdk/resources/messages';
import { z } from 'zod';

const amount = z.number().nullable();
const book = z
  .tuple([amount, amount, amount, amount, amount])
  .transform(([accounts, neediness, revenue, red, green]) => ({
    accounts,
    neediness,
    revenue,
    red,
    green,
  }));
const candidate = z
  .tuple([z.string(), z.number(), book, z.number()])
  .transform(([csm, score, bookAfter, capacity]) => ({ csm, score, bookAfter, capacity }));
const accountLine = z
  .strictObject({
    account_id: z.string(),
    name: z.string(),
    neediness: amount,
    needy: z.boolean().nullable(),
    health: amount,
    color: z.string().nullable(),
    revenue: amount,
    class: z.string().nullable(),
    industry: z.string().nullable(),
    waited: amount,
    overdue: z.boolean().default(false),
    recommended: candidate,
    blocked: z
      .array(z.tuple([z.string(), amount]).transform(([reason, hours]) => ({ reason, hours })))
      .default([]),
    alternatives: z.array(candidate),
    better: z
      .array(
        z
          .tuple([z.string(), z.number(), z.string(), amount])
          .transform(([csm, score, reason, hours]) => ({ csm, score, reason, hours })),
      )
      .default([]),
    earlier: z
      .array(
        z
          .tuple([
            z.enum(['override', 'reject']),
            z.string(),
            z.string().nullable(),
            z.string(),
            z.number(),
            z.boolean(),
          ] as const)
          .transform(([verb, csm, to, reason, daysAgo, sameAccount]) => ({
            verb,
            csm,
            to,
            reason,
            daysAgo,
            sameAccount,
          })),
      )
      .default([]),
  })
  .transform(({ account_id: id, ...account }) => ({ id, ...account }));
const reservations = z.strictObject({
  pending: z.number().default(0),
  needyWeek: z.number().default(0),
});
const csmLine = z
  .tuple([
    z.string(),
    z.string(),
    amount,
    amount,
    book.nullable(),
    z.string().nullable(),
    amount,
    amount,
    z.number(),
    reservations.optional(),
  ] as const)
  .transform(([id, name, tenureMonths, capacity, ...others]) => {
    const [ownBook, coolingUntil, receivedDay, receivedWeek, proposed, more] = others;
    return {
      id,
      name,
      tenureMonths,
      capacity,
      book: ownBook,
      coolingUntil,
      receivedDay,
      receivedWeek,
      proposed,
      pending: 0,
      needyWeek: 0,
      ...more,
    };
  });
const policyLine = z.object({
  policy: z.object({ experience: z.object({ redMonths: z.number() }) }),
});

/** An account line of a brief, with CSMs by id. */
export type BriefAccount = z.output<typeof accountLine>;
/** A CSM line of a brief. */
export type BriefCsm = z.output<typeof csmLine>;

/** What Claude is told, parsed. */
export interface ParsedBrief {
  readonly accounts: readonly BriefAccount[];
  /** By id. */
  readonly csms: ReadonlyMap<string, BriefCsm>;
  readonly redMonths: number;
}

/** Parses the brief in a request, in the format of `lib/reviews/brief.ts`. Throws if it is invalid. */
export function readBrief({
  messages,
}: Pick<MessageCreateParamsNonStreaming, 'messages'>): ParsedBrief {
  const accounts: BriefAccount[] = [];
  const csms = new Map<string, BriefCsm>();
  let redMonths = 0;
  for (const line of dataLines(messages)) {
    if (Array.isArray(line)) {
      const csm = csmLine.parse(line);
      csms.set(csm.id, csm);
    } else if ('account_id' in line) accounts.push(accountLine.parse(line));
    else if ('policy' in line) redMonths = policyLine.parse(line).policy.experience.redMonths;
  }
  return { accounts, csms, redMonths };
}

/** The JSON lines between `<data>` and `</data>`, each delimiter on its own line. */
function dataLines(messages: MessageCreateParamsNonStreaming['messages']): object[] {
  return messages
    .flatMap(({ content }) => (typeof content === 'string' ? content : content.flatMap(textOf)))
    .flatMap((text) => [...text.matchAll(/^<data>\n(.*?)\n<\/data>$/gms)])
    .flatMap(([, lines = '']) => lines.split('\n').map((line) => JSON.parse(line) as object));
}

const textOf = (block: ContentBlockParam) => (block.type === 'text' ? [block.text] : []);
