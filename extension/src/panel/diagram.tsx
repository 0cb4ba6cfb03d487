import type { Band, Diagram as Drawing, Stroke } from "../../generated/core.d.ts";
import { t } from "../shared/texts.ts";
import type { Commands } from "./background.ts";
import { CopyButton, TakeButton } from "./copy-button.tsx";
import { picture } from "./diagram-picture.ts";
import { save } from "./save.ts";
import { useAnswer } from "./use-answer.ts";

interface Props {
  /** The key of the login. */
  login: string;
  /** Another number whenever something in it changed. */
  revision: number;
  selected: number | undefined;
  ask: Commands["ask"];
  onSelect(number: number): void;
}

/** Half of an arrow's head. */
const HEAD = 3;

/** The messages of a login as a sequence diagram, drawn where the core put everything. */
export function Diagram({ login, revision, selected, ask, onSelect }: Props) {
  const { answer: drawing, problem } = useAnswer({ about: "diagram" as const, login }, revision, ask) ?? {};
  if (problem) return <p role="alert">{problem}</p>;
  if (!drawing) return null;
  const { width, height, lanes, bands } = drawing;
  const report = (format: string) => () => ask({ about: "report", format, login });
  return (
    <>
      <p class="copies">
        <CopyButton action="copy-diagram-svg" title={t("copySvgTitle")} text={report("svg")}>
          {t("copySvg")}
        </CopyButton>
        <TakeButton action="copy-diagram-png" title={t("copyPngTitle")} take={() => takePicture(drawing)}>
          {t("copyPng")}
        </TakeButton>
        <CopyButton action="copy-diagram-mermaid" title={t("copyMermaidTitle")} text={report("mermaid")}>
          {t("copyMermaid")}
        </CopyButton>
      </p>
      <div class="diagram">
        {/* biome-ignore lint/a11y/useSemanticElements: a picture has no field sets. */}
        <svg
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="group"
          aria-label={t("messages")}
        >
          {lanes.map(({ x, title, host }, position) => (
            <g key={position}>
              <text class="title" text-anchor="middle" x={x} y={14}>
                {title}
              </text>
              <text class="host" text-anchor="middle" x={x} y={29}>
                {host}
              </text>
              <path class="lane" d={`M${x} 36V${height}`} />
            </g>
          ))}
          {bands.map((band) => (
            <BandGroup
              key={band.y}
              band={band}
              width={width}
              isSelected={band.message === selected}
              onSelect={onSelect}
            />
          ))}
        </svg>
      </div>
    </>
  );
}

/** DevTools keeps its panels from copying pictures: then it is a file. */
async function takePicture(drawing: Drawing): Promise<string> {
  const content = await picture(drawing);
  try {
    await navigator.clipboard.write([new ClipboardItem({ [content.type]: content })]);
    return t("copied");
  } catch {
    save(content, "oauth-lens-diagram.png");
    return t("savedAsFile");
  }
}

interface BandProps {
  band: Band;
  width: number;
  isSelected: boolean;
  onSelect(number: number): void;
}

function BandGroup({ band, width, isSelected, onSelect }: BandProps) {
  const { message, y, height, strokes, texts } = band;
  const content = (
    <>
      <rect class="ground" y={y} width={width} height={height} />
      {strokes.map((stroke) => (
        <Arrow key={stroke.y} stroke={stroke} />
      ))}
      {texts.map(({ x, y, text, tone }, position) => (
        <text key={position} class={tone} x={x} y={y}>
          {`${text} `}
        </text>
      ))}
    </>
  );
  if (message == null) return <g class="band">{content}</g>;
  const choose = () => onSelect(message);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a picture has no buttons of its own.
    <g
      class={band.is_faulty ? "band faulty" : "band"}
      role="button"
      tabIndex={0}
      aria-pressed={isSelected}
      aria-label={texts.map(({ text }) => text).join(" ")}
      data-band={message}
      onClick={choose}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        choose();
      }}
    >
      {content}
    </g>
  );
}

function Arrow({ stroke: { from, to, y, kind } }: { stroke: Stroke }) {
  const back = to + (from < to ? -2 : 2) * HEAD;
  return (
    <>
      <path class={`stroke ${kind}`} d={`M${from} ${y}H${to}`} />
      <path class="head" d={`M${to} ${y}L${back} ${y - HEAD}V${y + HEAD}Z`} />
    </>
  );
}
