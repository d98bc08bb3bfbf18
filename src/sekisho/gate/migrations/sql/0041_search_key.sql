-- A name as people look for it: width, spaces, variation selectors and variant kanji made one, katakana as hiragana, small
-- letters. The same as sekisho.site.keys.key, which a test holds against it; the variants are those of base/kanji.py.
-- Immutable, so that key columns can be generated from it; each step works on code points alone, whatever the collation.
CREATE FUNCTION gate.search_key(p_text text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
    SELECT translate(
        regexp_replace(
            normalize(p_text COLLATE "C", NFKC),
            '[\s\x1c-\x1f\x85\u1680\u2028\u2029\u200b-\u200d\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef]', '', 'g'),
        'ABCDEFGHIJKLMNOPQRSTUVWXYZ' || 'ァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロヮワヰヱヲンヴヵヶ'
            || '髙﨑嵜碕𥔎邊邉齋齊斉濱濵櫻澤廣國圀嶋嶌冨德惠眞𠮷栁桺淵渊槇穐龝曾實榮圓關龍瀧桒來萬與豐靜壽條檜巖遙亞賴禮藪篭楳峯舘圡綠黃黑薰勳藏園鐵彌聰總穗將顯學會寶橫⻆戶靑淸奧爲內隱埜𦹀蘆鴎稻佛昂凜瑤堯燈粹兒雜鑛賣廳氣靈權檢縣諫凉彥穰瀨增徵髮莊劍劔壹貳雙枡杦枩舩裡',
        'abcdefghijklmnopqrstuvwxyz' || 'ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろゎわゐゑをんゔゕゖ'
            || '高崎崎崎崎辺辺斎斎斎浜浜桜沢広国国島島富徳恵真吉柳柳渕渕槙秋秋曽実栄円関竜滝桑来万与豊静寿条桧巌遥亜頼礼薮籠梅峰館土緑黄黒薫勲蔵薗鉄弥聡総穂将顕学会宝横角戸青清奥為内隠野葛芦鷗稲仏昻凛瑶尭灯粋児雑鉱売庁気霊権検県諌涼彦穣瀬増徴髪荘剣剣壱弐双桝杉松船裏')
$$;
REVOKE ALL ON FUNCTION gate.search_key FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gate.search_key TO sekisho_app;
