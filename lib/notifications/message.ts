import { z } from 'zod';
import type { NotificationTarget } from './target';

const messageSchema = z.object({
  title: z.string(),
  /** Sentences or figures, each with the path of the page that it links to, if any. */
  lines: z.array(z.object({ text: z.string(), path: z.string().optional() })).readonly(),
  /** The page to open. */
  link: z.object({ label: z.string(), path: z.string() }),
  /** Figures and names for programs. */
  fields: z.record(z.string(), z.unknown()),
});

/** What a notification says. Every text is plain text. */
export type Message = Readonly<z.infer<typeof messageSchema>>;

/** Parses a stored message. */
export function parseMessage(json: string): Message {
  return messageSchema.parse(JSON.parse(json));
}

/** A notification as it is sent. */
export interface OutgoingNotification {
  /** The same for each attempt, so that the receiver can drop a repeated one. */
  readonly id: string;
  readonly event: string;
  readonly createdAt: Date;
  readonly message: Message;
}

/** The body of the request, in the target's format. */
export function messageBody(
  { format, appUrl }: Pick<NotificationTarget, 'format' | 'appUrl'>,
  notification: OutgoingNotification,
): string {
  const urlOf = (path: string) => new URL(path, appUrl).href;
  const body = format === 'slack' ? slackBody : jsonBody;
  return JSON.stringify(body(notification, urlOf));
}

/** The payload that the Standard Webhooks specification recommends. */
function jsonBody(
  { event, createdAt, message }: OutgoingNotification,
  urlOf: (path: string) => string,
) {
  const { title, lines, link, fields } = message;
  return {
    type: event,
    timestamp: createdAt.toISOString(),
    data: {
      title,
      lines: lines.map(({ text, path }) => (path ? { text, url: urlOf(path) } : { text })),
      url: urlOf(link.path),
      ...fields,
    },
  };
}

/** Slack refuses a section with more characters than 3,000. */
const MAX_SECTION = 2_900;
const MAX_TITLE = 300;
const MAX_LINE = 500;

/** A message of a Slack webhook: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
function slackBody({ message }: OutgoingNotification, urlOf: (path: string) => string) {
  const { title, lines, link } = message;
  const linkTo = (path: string, text: string) =>
    `<${escapeControls(urlOf(path))}|${escapeControls(text)}>`;
  // Verbatim, so that names and addresses in the text are no mentions or links.
  const section = (text: string) => ({
    type: 'section',
    text: { type: 'mrkdwn', text, verbatim: true },
  });
  const heading = escapeControls(shorten(title, MAX_TITLE));
  const body = fitting(
    lines.map(({ text, path }) =>
      path ? linkTo(path, shorten(text, MAX_LINE)) : escapeControls(shorten(text, MAX_LINE)),
    ),
    MAX_SECTION,
  );
  return {
    text: heading,
    blocks: [
      section(`*${heading}*`),
      ...(body ? [section(body)] : []),
      section(linkTo(link.path, link.label)),
    ],
  };
}

/** Escapes Slack's control characters. */
function escapeControls(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** As many of the lines as fit, without cutting a line, because half a link is none. */
function fitting(lines: readonly string[], length: number): string {
  let text = '';
  for (const line of lines) {
    if (text.length + line.length + 2 > length) return `${text}\n…`;
    text += text ? `\n${line}` : line;
  }
  return text;
}
