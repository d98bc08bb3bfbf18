"""Glyphs of every training font, rendered once: the raw material of the verifier's samples."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from fontTools.ttLib import TTFont
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from sekisho.base.kanji import GROUPS

#: Side of the square (px) into which a glyph is rendered; the em square fills ``EM`` of it.
SIDE = 80
EM = 64

#: Kanji of level 2 and beyond (JIS X 0208) that are allowed or usual in given names and surnames.
RARE_NAME_KANJI = (
    "凜凰凉凌凪凱刹劉勁匡卿厨叡只叶哉唄啄喬嘉嘩圃埴堯堵塙壬夷奄奎娃姪姥娩嬉孟宏宋宕宥寅寓寵尖尤屑峨峻崚嵯嵩嶺巌巫巳巴巷巽帖幌幡庄庇庚庵廟"
    "廻弘弛彗彦彪彬徠忽怜恢恰恕悌惟惚悉惇惹惺惣慧憐戊或戟托按挺挽掬捲捷捺捧掠揃摑摺撒撰撞播撫擢孜敦斐斡斧斯於旭昂昊昏昌昴晏晃晒晋晟晦晨智暉暢曙曝"
    "曳朋朔杏杖杜李杭杵杷枇柑柴柘柊柏柾柚桧栞桔桂栖桐栗梧梓梢梛梯桶梶椛梁棲椋椀楯楚楕椿楠楓椰楢楊榎樺榊榛槙槍槌樫槻樟樋橘樽橙檎檀櫂櫛櫓欣欽歎"
    "此殆毅毘毬汀汝汐汲沌沓沫洸洲洵洛浩浬淵淳渚淀淋渥渾湘湊湛溢滉溜漱漕漣澪濡瀕灘灸灼烏焰焚煌煤煉熙燕燎燦燭燿爾牒牟牡牽犀狼猪獅玖珂珈珊珀玲琢琉瑛"
    "琥琶琵琳瑚瑞瑶瑳瓜瓢甥甫畠畢疋疏皐皓眸瞥矩砦砥砧硯碓碗碩碧磐磯祇祢祐祷禄禎禽禾秦秤稀稔稟稜穣穹穿窄窪窺竣竪竺竿笈笹笙笠筈筑箕箔篇篠簞簾籾粥"
    "粟糊紘紗紐絃紬絆絢綺綜綴緋綾綸縞徽繫繡纂纏羚翔翠耀而耶耽聡肇肋肴胤胡脩腔脹膏臥舜舵芥芹芭芙芦苑茄苔苺茅茉茸茜莞荻莫莉菅菫菖萄菩萌萊菱葦葵萱葺萩"
    "董葡蓑蒔蒐蒼蒲蒙蓉蓮蔭蔣蔦蓬蔓蕎蕨蕉蕃蕪薙蕾蕗藁薩蘇蘭蝦蝶螺蟬蟹蠟衿袈袴裡裟裳襖訊訣註詢詫誼諏諄諒謂諺讃豹貰賑赳跨蹄蹟輔輯輿轟辰辻迂迄辿迪迦這"
    "逞逗逢遁遼邑祁郁鄭酉醇醐醍醬釉釘釧銑鋒鋸錘錐錆錫鍬鎧閃閏閤阿陀隈隼雀雁雛雫霞靖鞄鞍鞘鞠鞭頁頌頗顚颯饗馨馴馳駕駿驍魁魯鮎鯉鯛鰯鱒鱗鳩鳶鳳鴨鴻鵜鵬"
    "鷗鷲鷺鷹麒麟麿黎黛鼎亘亙倖侑侃俐俣倭偲儘允兎兜其冴些亥亦亨亮仔伊伍伽佃佑伶侠俄俠梨茨栃埼岐阜奈阪鹿熊潟岡滋媛崎塚蒲椎箭楡梗柿桁樗欅橿檜欒"
    "咲嵐嶽巖廿彌愼戌拜搜攝斉昻晄暁朱杜栁桝椙榮樂櫻步歷每氷汎沖泷洌浪淸湧溪溫滿漢瀧瀬焼燒燈狀狹獎珍琴瑠璃瓊甕畑畝畷當疊皆盡眞硲碎祀祕祿秀穂穗竈竜粛"
    "絲經緣縣縱總繪缶美耕聖聲聴膽臼與舞艶芋苅茂莊萠葉蒋蔀蔡蕗薗薫藍藤藪蝉衞裝襄覺覽訓誠諭讓豐豫貴賛赤躬軽轄轉辨近迫逸遙邦郷郡都鄕酎釀釋野鈴銀錦鎌鎮鏡鐵"
    "鑑鑄閑關陣陽隠隣雄雅雪零靑靜韓響頼顏顯風飛飯飾館騎驒驗髙鬼魚鮫鯨鳥鳴鴛鷄鹽麦麻黄黑默齊齋齢龍龜"
)
KANA = "".join(map(chr, (*range(0x3041, 0x3097), *range(0x30A1, 0x30FB)))) + "ー々ヶノ"


def jis_kanji(first: int, last: int) -> str:
    """The kanji of Shift_JIS lead bytes ``first``..``last`` in order."""
    found = []
    for lead in range(first, last + 1):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFD)):
            try:
                character = bytes((lead, trail)).decode("cp932")
            except UnicodeDecodeError:
                continue
            if "\u4e00" <= character <= "\u9fff":
                found.append(character)
    return "".join(found)


def alphabet() -> tuple[str, NDArray[np.float32]]:
    """The verifier's classes (variants are classes of their own) and how often each is drawn, summing to 1."""
    weights: dict[str, float] = {}
    for character in jis_kanji(0x98, 0x9F) + jis_kanji(0xE0, 0xEA):
        weights[character] = 0.06
    for character in jis_kanji(0x88, 0x98):
        if character.encode("cp932") < b"\x98\x73":
            weights[character] = 1.0
    for character in RARE_NAME_KANJI + "".join(GROUPS):
        weights[character] = 1.5
    for character in KANA:
        weights[character] = 1.0
    for character in common_name_characters():
        weights[character] = 4.0
    characters = "".join(sorted(weights))
    array = np.array([weights[character] for character in characters], np.float32)
    return characters, array / array.sum()


def common_name_characters() -> str:
    """Characters that most names are made of, and those that are taken for them."""
    return (
        "佐藤鈴木高橋田中渡辺伊山本村小林加吉山口松井上清水斎阿部森池橋石川崎前後岡長谷近遠青坂西福太三藤原竹内金子和野"
        "中島村上河宮大平今新菊千葉岩久保桜丸増杉古市永浜安横谷矢沢工荒酒関秋秀武服樋秦早飯須白柴南北東片黒星馬場堀土本間"
        "熊松成富尾根岸奥戸畑塚浅萩下町田瀬辻嶋関丹羽児玉栗五十嵐星吹越広赤羽飛鳥真弓甲斐鶴亀牧粕豊玉川城水沼倉持門脇向笠"
        "美子恵由紀香奈菜陽愛結衣優花咲桃莉凛芽七海彩未羽葵心音乃沙織里佳奈智穂真央麻友理絵明日香裕早千尋茜瞳梓舞楓琴遥"
        "翔太大輔拓也健一郎直樹誠浩二隆司和也雄介剛悠斗蓮湊陸颯律樹朝陽新蒼空隼人海斗亮平慎吾圭佑康弘正義博文昭男勝利進茂清"
        "実稔豊修治孝幸光輝英敏哲春夏秋冬月星希望夢歩渚汐凪雫碧翠朱緋紫苑蘭椿桜梅柚杏梨桂栞綾綺絢紗羅寿々代江枝津恭典則憲章"
        "千干天夫末未土士犬太大丈人入八右石古吉占待侍特持徳得裕祐裡浩治活洽冶美実突恵惠忠志念奈宗宏宋完広弘幸辛孝考考老達遠"
        "徹撤微徴徽純絢紘絃線緑縁綾稜陵凌隆降陸陽揚場湯博搏傅晃昇昌昂昴晶品智知和知雅稚雄推椎唯准淳惇享亨京亮高享哲誓逝折"
        "雪雷電霜霧零露玲冷鈴伶怜令今介会合谷容客各名多夕外卜仁仏任佐左右佑祐佳桂圭住往柱注洋羊祥詳群郡都郁部郎朗郷響義議儀"
        "遼瞭僚暁焼尭悠修條俊駿峻竣酸浚准進集隼準"
    )


@dataclass(frozen=True)
class Bank:
    """``ink``: fonts × classes × SIDE × SIDE uint8, 255 = ink; ``present``: fonts × classes bool; ``hand``: fonts bool."""

    characters: str
    names: tuple[str, ...]
    hand: NDArray[np.bool_]
    ink: NDArray[np.uint8]
    present: NDArray[np.bool_]


def font_files(folder: Path, wanted: list[dict[str, str]]) -> list[Path]:
    """The files of the fonts in ``wanted`` below ``folder``."""
    return [folder / f"{font['name']}.{font.get('suffix', 'ttf')}" for font in wanted]


def render_bank(folder: Path, wanted: list[dict[str, str]], characters: str) -> Bank:
    """Render every character in every font; a glyph that is missing or blank counts as absent."""
    ink = np.zeros((len(wanted), len(characters), SIDE, SIDE), np.uint8)
    present = np.zeros((len(wanted), len(characters)), bool)
    for row, path in enumerate(font_files(folder, wanted)):
        covered = set(map(chr, TTFont(path, fontNumber=0).getBestCmap()))
        font = ImageFont.truetype(str(path), EM)
        for column, character in enumerate(characters):
            if character not in covered:
                continue
            picture = Image.new("L", (SIDE, SIDE))
            ImageDraw.Draw(picture).text((SIDE / 2, SIDE / 2), character, 255, font, anchor="mm")
            ink[row, column] = np.asarray(picture)
            present[row, column] = ink[row, column].sum() > 255 * 20
    hand = np.array([font["style"] == "hand" for font in wanted])
    return Bank(characters, tuple(font["name"] for font in wanted), hand, ink, present)
