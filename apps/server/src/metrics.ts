/** Counts, sizes and times for the operator, in the text format of Prometheus (exposition format 0.0.4). No ids, no names. */

/** Upper bounds in seconds. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

class Histogram {
  readonly #counts = new Float64Array(bounds.length + 1);
  #sum = 0;

  add(seconds: number): void {
    const place = bounds.findIndex((bound) => seconds <= bound);
    const bucket = place === -1 ? bounds.length : place;
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#sum += seconds;
  }

  lines(name: string): string[] {
    let total = 0;
    const buckets = bounds.map((bound, i) => {
      total += this.#counts[i] ?? 0;
      return `${name}_bucket{le="${bound}"} ${total}`;
    });
    total += this.#counts[bounds.length] ?? 0;
    return [
      `# TYPE ${name} histogram`,
      ...buckets,
      `${name}_bucket{le="+Inf"} ${total}`,
      `${name}_sum ${this.#sum}`,
      `${name}_count ${total}`,
    ];
  }
}

export type Gauges = Readonly<Record<string, number>>;

export class Metrics {
  readonly #requests = new Map<string, number>();
  readonly #requestSeconds = new Histogram();
  readonly #commitSeconds = new Histogram();
  #appends = 0;
  #failedCommits = 0;

  /** `route`: the pattern, never the path. */
  countRequest(route: string, status: number, seconds: number): void {
    const key = `{route="${route}",status="${status}"}`;
    this.#requests.set(key, (this.#requests.get(key) ?? 0) + 1);
    this.#requestSeconds.add(seconds);
  }
  countCommit({ appends, seconds }: { readonly appends: number; readonly seconds: number }): void {
    this.#appends += appends;
    this.#commitSeconds.add(seconds);
  }
  countFailedCommit(): void {
    this.#failedCommits++;
  }

  /** `gauges`: what is measured now, by full name. */
  text(gauges: Gauges): string {
    return [
      "# TYPE alcove_requests_total counter",
      ...[...this.#requests].map(([key, count]) => `alcove_requests_total${key} ${count}`),
      ...this.#requestSeconds.lines("alcove_request_seconds"),
      "# TYPE alcove_appends_total counter",
      `alcove_appends_total ${this.#appends}`,
      "# TYPE alcove_failed_commits_total counter",
      `alcove_failed_commits_total ${this.#failedCommits}`,
      ...this.#commitSeconds.lines("alcove_commit_seconds"),
      ...Object.entries(gauges).flatMap(([name, value]) => [`# TYPE ${name} gauge`, `${name} ${value}`]),
      "",
    ].join("\n");
  }
}
