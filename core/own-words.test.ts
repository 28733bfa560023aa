import { describe, expect, it } from "vitest";
import { OwnWords } from "./own-words.js";

function found(entries: readonly string[], text: string): string[] {
  return Array.from(new OwnWords(entries).spans(text), ({ start, end }) => text.slice(start, end));
}

describe("OwnWords", () => {
  const cases: readonly {
    name: string;
    entries: readonly string[];
    text: string;
    covered: readonly string[];
  }[] = [
    {
      name: "other cases",
      entries: ["kubelet"],
      text: "kubelet Kubelet KUBELET",
      covered: ["kubelet", "Kubelet", "KUBELET"],
    },
    {
      name: "cases of an entry with capitals",
      entries: ["GitHub"],
      text: "github, GITHUB's",
      covered: ["github", "GITHUB's"],
    },
    {
      name: "plurals and possessives, straight and curly",
      entries: ["kubelet"],
      text: "kubelets Kubelet's kubelet\u2019s the kubelets' own",
      covered: ["kubelets", "Kubelet's", "kubelet\u2019s", "kubelets"],
    },
    {
      name: "plurals in -es and -ies",
      entries: ["lexx", "proxxy"],
      text: "lexxes and proxxies",
      covered: ["lexxes", "proxxies"],
    },
    {
      name: "verb forms",
      entries: ["grep", "yote", "quxify"],
      text: "greps grepped grepping yoted yoting quxified",
      covered: ["greps", "grepped", "grepping", "yoted", "yoting", "quxified"],
    },
    {
      name: "parts of a compound",
      entries: ["kubelet"],
      text: "kubelet-based",
      covered: ["kubelet"],
    },
    {
      name: "no other word",
      entries: ["kubelet", "it"],
      text: "cubelet kubeletic its unkubelet",
      covered: [],
    },
    {
      name: "phrases in any case, whole words alone",
      entries: ["vis a vis", "as-is"],
      text: "Vis A Vis, vis a visit, AS-IS, has-is",
      covered: ["Vis A Vis", "AS-IS"],
    },
    {
      name: "entries with marks",
      entries: ["C++", ".NET", "R&D"],
      text: "c++ and C++11, ASP.NET, .net, r&d",
      covered: ["c++", "C++", ".NET", ".net", "r&d"],
    },
    {
      name: "nothing for an entry without letters",
      entries: ["++", " "],
      text: "a ++ b",
      covered: [],
    },
    {
      name: "letters whose lower case is longer",
      entries: ["kubelet", "İzmir"],
      text: "İİ kubelets İzmir",
      covered: ["kubelets", "İzmir"],
    },
    {
      name: "letters beyond the first plane",
      entries: ["\u{10400}x"],
      text: "\u{1f642} \u{10428}x",
      covered: ["\u{10428}x"],
    },
  ];
  it.each(cases)("covers $name", ({ entries, text, covered }) => {
    expect(found(entries, text)).toEqual(covered);
  });

  it("finds a word among many others", () => {
    const entries = Array.from({ length: 10_000 }, (_, i) => `qx${i} w${i}-y`);
    const text = "qx1 qx2 kubelet ".repeat(5_000);
    expect(found([...entries, "kubelet"], text)).toHaveLength(5_000);
  });
});
