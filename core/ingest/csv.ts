import { afterClosingQuote } from "./records.js";

/**
 * The fields of one CSV record (RFC 4180; the line end is off). Undefined when something stands
 * between a closing quote and the next comma, or a quote is never closed.
 */
export function splitCsv(record: string): string[] | undefined {
  if (!record.includes('"')) return record.split(",");
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    let end: number;
    if (record[at] === '"') {
      end = afterClosingQuote(record, at);
      if (end < 0 || (end < record.length && record[end] !== ",")) return undefined;
      fields.push(record.slice(at + 1, end - 1).replaceAll('""', '"'));
    } else {
      end = record.indexOf(",", at);
      if (end < 0) end = record.length;
      fields.push(record.slice(at, end));
    }
    if (end >= record.length) return fields;
    at = end + 1;
  }
}
