/** Parts of a tagged PDF, by object number. Chromium writes them as plain text. */
type PdfObjects = ReadonlyMap<string, string>;

interface PrintedLeaf {
  readonly element: string;
  readonly page: string;
}

/**
 * The headings of a tagged PDF with an outline that end a page: what follows them, or the first row of their
 * table, is on a later page.
 */
export function orphanedHeadings(pdf: Buffer): string[] {
  const text = pdf.toString('latin1');
  const objects: PdfObjects = new Map(
    [...text.matchAll(/\n(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id = '', body = '']) => [
      id,
      body,
    ]),
  );
  const titles = new Map<string, string>();
  for (const body of objects.values()) {
    const [, title = ''] = /^<<\/Title (\([\s\S]*?\)|<[0-9A-F]*>)\n/.exec(body) ?? [];
    const heading = reference(body, 'SE');
    if (heading) titles.set(heading, decoded(title));
  }
  const leaves: PrintedLeaf[] = [];
  for (const [id, body] of objects) {
    if (body.includes('/S /Document')) addLeaves(objects, id, null, leaves);
  }
  const headings = [...titles.keys()];
  return headings.flatMap((heading) => {
    const start = leaves.findIndex(({ element }) => isInside(objects, element, heading));
    const rest = leaves.slice(start).filter(({ element }) => !isInside(objects, element, heading));
    const end = rest.findIndex(({ element }) =>
      headings.some((other) => isInside(objects, element, other)),
    );
    const own = end < 0 ? rest : rest.slice(0, end);
    const followedBy = own.find(({ element }) => isCell(objects, element)) ?? own[0];
    const isOrphan = followedBy && followedBy.page !== leaves[start]?.page;
    return isOrphan ? [titles.get(heading) ?? ''] : [];
  });
}

/** Adds the marked content of a structure element, in reading order. */
function addLeaves(
  objects: PdfObjects,
  element: string,
  inherited: string | null,
  leaves: PrintedLeaf[],
): void {
  const body = objects.get(element) ?? '';
  const page = reference(body, 'Pg') ?? inherited;
  const kids = /\/K (\[[\s\S]*?\](?=\n|>>)|\d+ 0 R|\d+)/.exec(body)?.[1] ?? '';
  for (const [, child, marked, own] of kids.matchAll(
    /(\d+) 0 R(?!\n\/MCID)|<<\/Type \/MCR\n\/Pg (\d+) 0 R\n\/MCID \d+>>|\b(\d+)\b/g,
  )) {
    if (child !== undefined) addLeaves(objects, child, page, leaves);
    const leafPage = marked ?? (own === undefined ? null : page);
    if (leafPage) leaves.push({ element, page: leafPage });
  }
}

function isInside(objects: PdfObjects, element: string, ancestor: string): boolean {
  let current: string | null = element;
  while (current) {
    if (current === ancestor) return true;
    current = reference(objects.get(current) ?? '', 'P');
  }
  return false;
}

/** Whether it is in a table's cell that is not a header. */
function isCell(objects: PdfObjects, element: string): boolean {
  let current: string | null = element;
  while (current) {
    const body: string = objects.get(current) ?? '';
    if (body.includes('/S /TD')) return true;
    current = reference(body, 'P');
  }
  return false;
}

function reference(body: string, key: string): string | null {
  return new RegExp(`/${key} (\\d+) 0 R`).exec(body)?.[1] ?? null;
}

function decoded(title: string): string {
  if (title.startsWith('(')) return title.slice(1, -1).replaceAll(/\\(.)/g, '$1');
  return Buffer.from(title.slice(5, -1), 'hex').swap16().toString('utf16le');
}
