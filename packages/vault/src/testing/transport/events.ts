import { fromUtf8 } from "@alcove/bytes";
import { same } from "../check.ts";
import { get, type TransportCase, type TransportSite } from "./index.ts";

type Listened = { readonly data: string[]; readonly ends: () => number; stop(): void; readonly ended: Promise<void> };

function listen(
  { transport, origin }: TransportSite,
  path: string,
  onData: (data: string) => void = () => {},
): Listened {
  const data: string[] = [];
  let ends = 0;
  let tellEnd = () => {};
  const ended = new Promise<void>((resolve) => (tellEnd = resolve));
  const { stop } = transport.events(
    origin,
    get(path),
    (one) => {
      data.push(one);
      onData(one);
    },
    () => {
      ends++;
      tellEnd();
    },
  );
  return { data, ends: () => ends, stop, ended };
}

/** A stream that ends by itself; `onEnd` is called once. */
function ending(title: string, path: string, expected: readonly string[]): TransportCase {
  return {
    title,
    async run(site) {
      const stream = listen(site, path);
      await stream.ended;
      await aMoment();
      same([stream.data, stream.ends()], [expected, 1], "data and ends");
      stream.stop();
      await aMoment();
      same(stream.ends(), 1, "ends after a late stop");
    },
  };
}

const aMoment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));

async function openStreams({ transport, origin }: TransportSite): Promise<string | undefined> {
  const answer = await transport.request(origin, get("/v1/open-streams?by=stopper"));
  return answer.ok ? fromUtf8(answer.value.body) : answer.error.code;
}

export const eventCases: readonly TransportCase[] = [
  ending("events: each data line once, whole, however it arrives in pieces", "/v1/events-three", [
    "1",
    "zwei — zwölf",
    "3",
  ]),
  ending("events: a stream that is reset ends", "/v1/events-reset", ["1"]),
  ending("events: an answer that is not 200 ends at once and says nothing", "/v1/events-refused", []),
  ending("events: a redirect ends at once and says nothing", "/v1/redirect?of=302", []),
  ending("events: a line without end ends the stream", "/v1/events-flood", ["1"]),
  ending("events: signs of life keep a stream, and silence ends it", "/v1/events-quiet", ["1", "2"]),
  ending("events: a server that doesn't answer at all ends", "/v1/silent", []),
  {
    title: "events: a server where nobody listens ends, and nothing is thrown",
    async run(site) {
      const stream = listen({ ...site, origin: site.closedOrigin }, "/v1/events-open");
      await stream.ended;
      same([stream.data, stream.ends()], [[], 1], "data and ends");
    },
  },
  {
    title: "events: after stop nothing is said any more, onEnd is called once, and the connection is closed",
    async run(site) {
      const stream = listen(site, "/v1/events-open?by=stopper", (data) => {
        if (data === "more") stream.stop();
      });
      await stream.ended;
      const heard = stream.data.length;
      stream.stop();
      await aMoment();
      await aMoment();
      same([stream.data.length, stream.ends()], [heard, 1], "data and ends");
      same(stream.data.slice(0, 2), ["1", "more"], "data before");
      same(await openStreams(site), "0", "streams that the server holds open");
    },
  },
  {
    title: "events: stopped before the server has answered, nothing is said",
    async run(site) {
      const stream = listen(site, "/v1/events-open");
      stream.stop();
      await stream.ended;
      await aMoment();
      same([stream.data, stream.ends()], [[], 1], "data and ends");
    },
  },
];
