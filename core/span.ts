/**
 * A half-open range of UTF-16 code units of the *original request text*:
 * `text.slice(span.start, span.end)` is what it covers. `start <= end`; an empty
 * span is the place of an insertion.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** True when the spans share at least one code unit, or an empty one lies strictly inside the other. */
export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/** True when `inner` lies within `outer`, ends included. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** The same span moved right by `by` code units. */
export function shift(span: Span, by: number): Span {
  return { start: span.start + by, end: span.end + by };
}
