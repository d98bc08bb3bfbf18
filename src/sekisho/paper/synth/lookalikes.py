"""Pairs of kanji that look alike and both occur in names: what a reader of scans mistakes for each other."""

#: Each entry is a set of characters of which any two look alike. Variants of one kanji (恵/惠) are among
#: them where they are told apart on a roster.
_TEXT = """
恵惠 千干于 太大犬 未末 土士 裕祐 浩治 美実 実美 日目 目自 白臼 自白 田由 由甲 甲申 右石 右古 木本 本大
水永 永氷 入人 人八 牛午 千手 王玉 玉主 比此 井丼 夫天 天矢 矢失 古吉 吉𠮷 吉告 高髙 崎﨑 埼崎 辺邉 邉邊
斎齋 斉齊 斎斉 浜濱 濱濵 桜櫻 沢澤 広廣 島嶋 嶋嶌 富冨 徳德 真眞 柳栁 渕淵 槙槇 曽曾 栄榮 関開 関閑 竜龍
滝瀧 桑桒 豊農 寿春 亜悪 弥称 佑祐 佑伯 祐裕 拓柘 拓招 綾綺 綾陵 彩形 奈余 奈祭 那邦 莉利 莉梨 里理 里黒
理埋 玲怜 玲冷 涼凉 涼諒 凛凜 遥遙 瑶遥 葵蔡 菜葉 菜採 茉末 茉菜 芽茅 華葦 華花 萌朋 朋明 朋用 明朗 晴靖
晴清 清靖 清情 晃昇 晃昊 昇昂 昌晶 昌呂 晶品 春香 香杏 杏呑 杏否 杏査 李杏 季秀 李季 秀透 希布 希稀 有友
有右 友反 友支 由田 曲由 圭佳 佳桂 桂柱 圭主 恭茶 恭泰 泰奏 奏春 泰秦 哲啓 啓哲 敏敬 敬教 敦淳 敦教 孝考
孝幸 幸辛 幸華 辛幸 章竜 章彰 彰影 健建 健律 隆降 隆陸 陸睦 陽湯 陽暢 洋津 洋海 海梅 航舷 船般 翔翌 翔翅
颯楓 楓颯 樹村 樹榊 村材 杉松 松枝 林材 林森 枝技 桐桃 柏拍 橋檎 橋蕎 槻規 梶梢 柿姉 沙紗 紗絵 絵給 絵緑
紀絆 紀糸 結詰 結給 織識 織職 純紳 純絶 緒諸 縁緑 緑録 綱網 網綱 紘統 悠愁 悠修 修脩 愛受 愛夏 心必 志忘
忠患 恭添 悦税 悦説 怜伶 伶玲 俊侯 俊後 俊峻 伸仲 伸神 仲沖 伸紳 信倍 信佳 保俣 保促 保倖 代伐 代武 仁二
仁伝 真直 直貞 直宜 貞真 宏広 宏安 安案 宏室 宗崇 崇宗 宮官 宮富 営宮 寛覚 宣宜 字学 守宇 宇字 綾凌 凌陵
峰峯 峰蜂 岩若 若苦 岡岡 岡同 岡剛 剛網 嵐風 岸崖 崖岸 峻俊 巧功 功巧 巨臣 己巳 巳已 己已 市布 市巾 年午
平半 平乎 半平 幸達 達辻 辻迂 辻近 進達 遠達 道通 迫追 邦部 郁都 都部 郎朗 朗郎 部陪 酒洒 野町 町野 金全
全金 鈴鉛 鈴銘 銀根 鎌錬 長辰 門間 間関 阿河 河阿 何河 河川 池地 地池 沖仲 沼招 泉皇 波彼 渡度 湊奏 湊奉
源原 原厚 厚原 淳惇 渉歩 深探 添恭 渚緒 清漬
"""


def _table() -> dict[str, str]:
    """Character → those that look like it."""
    found: dict[str, dict[str, None]] = {}
    for group in _TEXT.split():
        for character in group:
            others = found.setdefault(character, {})
            others.update((other, None) for other in group if other != character)
    return {character: "".join(others) for character, others in found.items() if others}


LOOKALIKES = _table()
