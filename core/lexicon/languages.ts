import { words } from "./words.js";

/** Frequent English words, most of them in no other language's list below. */
export const ENGLISH_WORDS = words(`
  the and of to in is are was were be been being have has had having do does did doing will would
  can could should may might must shall that this these those it its he she we they you i my your
  his her our their me him us them who which what when where why how not but or if because as at
  by for from with about into through during before after above below up down out on off over
  under again then once here there all any both each few more most other some such than too very
  just only own same so no nor an don't doesn't didn't isn't aren't wasn't can't won't i'm it's
  want like make get go know think people time work good new also many much
`);

/** Frequent words of other languages in Latin script, without those that are English words too. */
export const FOREIGN_WORDS = words(`
  der die das und ist nicht ein eine einen einem einer mit auf f\u00fcr von dem den zu sich auch
  ich sie wir ihr wie aber oder wenn nach bei aus noch nur werden wird haben hat sind sein
  le la les des du une et est dans pour qui que pas sur avec sont mais ou o\u00f9 nous vous ils
  elle elles cette ces leur aux je tu il ont \u00e9t\u00e9 tr\u00e8s plus comme
  el los las una unos y en es por con para como pero sus muy m\u00e1s est\u00e1 este esta son
  hay fue ser tiene todo tambi\u00e9n cuando donde yo
  di che della dei delle per una sono con gli ha nel pi\u00f9 anche questo questa ma
  o os um uma n\u00e3o dos das em na com s\u00e3o mais seu sua foi ao pelo pela ele ela voc\u00ea
  het een van zijn niet voor maar ook worden naar deze dit wij ze er
  och att det som p\u00e5 \u00e4r av f\u00f6r med inte jag har till
  og ikke jeg
  nie jest na si\u0119 z w \u017ce jak ale
  bir ve bu i\u00e7in ile de da \u00e7ok
  yang dan ini itu dengan untuk tidak dari
  lorem ipsum dolor sit amet consectetur adipiscing elit sed
`);
